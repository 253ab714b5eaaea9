const kit = 'packages/server-kit'
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })
const only = (library, folders) =>
  rule(
    `${library}-in-its-folder`,
    { path: '^packages/', pathNot: [`^(${folders.join('|')})/`, '\\.test\\.tsx?$'] },
    { path: `node_modules/${library}/` },
    `${library} lives in ${folders.join(', ')} only`,
  )

export default {
  forbidden: [
    rule('no-cycles', {}, { circular: true }, 'no import cycles'),
    rule('contract-imports-nothing-of-ours', { path: '^packages/contract/' }, { path: '^packages/(?!contract/)' }),
    rule('sdk-below-widget', { path: '^packages/sdk-js/', pathNot: '\\.test\\.ts$' }, { path: '^packages/(server-kit|widget|react)/' }),
    rule('server-kit-knows-only-contract', { path: `^${kit}/` }, { path: '^packages/(sdk-js|widget|react)/' }),
    rule('widget-below-react', { path: '^packages/widget/', pathNot: '(\\.test\\.ts$|__fixtures__)' }, { path: '^packages/(server-kit|react)/' }),
    rule('react-wrapper-only', { path: '^packages/react/(?!widget/)', pathNot: '\\.test\\.tsx?$' }, { path: '^packages/widget/' }),
    rule('ports-know-nothing', { path: `^${kit}/ports/` }, { path: `^${kit}/(?!ports/)` }),
    rule('domain-is-pure', { path: `^${kit}/domain/`, pathNot: '\\.test\\.ts$' }, { path: `^${kit}/(?!(domain|ports)/)` }),
    rule(
      'features-below-http',
      { path: `^${kit}/features/`, pathNot: '\\.test\\.ts$' },
      { path: `^${kit}/(adapters|http|hosts|realtime|cli|config|testing)/` },
    ),
    rule('features-through-index', { path: `^${kit}/features/([^/]+)/`, pathNot: '\\.test\\.ts$' }, { path: `^${kit}/features/(?!$1/)[^/]+/(?!index\\.)` }),
    rule(
      'adapters-know-ports',
      { path: `^${kit}/adapters/`, pathNot: '(\\.test\\.ts$|__fixtures__)' },
      { path: `^${kit}/(features|http|hosts|realtime|dispatch|jobs|cli|config|testing)/` },
    ),
    rule(
      'realtime-and-http-apart',
      { path: `^${kit}/realtime/`, pathNot: '(\\.test\\.ts$|__fixtures__)' },
      { path: `^${kit}/(http|adapters|hosts|cli|config|testing)/` },
    ),
    rule(
      'hosts-see-the-server',
      { path: `^${kit}/hosts/`, pathNot: '(\\.test\\.ts$|__fixtures__)' },
      { path: `^${kit}/(features|adapters|domain|dispatch|jobs|config|testing)/` },
    ),
    rule(
      'published-code-without-tests',
      { path: '^packages/', pathNot: ['\\.(test|stories|engine)\\.tsx?$', '__fixtures__', '\\.storybook/', `^${kit}/testing/`] },
      { path: '(\\.test\\.tsx?$|__fixtures__)' },
    ),
    rule('telemetry-knows-nothing', { path: `^${kit}/telemetry/`, pathNot: '\\.test\\.ts$' }, { path: `^${kit}/(?!(telemetry/|version\\.))` }),
    only('@opentelemetry/api', [`${kit}/telemetry`]),
    only('hono', [`${kit}/http`, `${kit}/hosts`]),
    only('ws', [`${kit}/realtime`, `${kit}/hosts`, `${kit}/testing`]),
    only('drizzle-orm', [`${kit}/adapters/storage`]),
    only('undici', [`${kit}/adapters/egress`, `${kit}/adapters/language-model`]),
    only('ipaddr.js', [`${kit}/domain/public-address`, `${kit}/domain/client-address`]),
    only('jose', [`${kit}/adapters/tokens`]),
    only('@node-rs/argon2', [`${kit}/adapters/password-hasher`]),
    only('nodemailer', [`${kit}/adapters/mailer`]),
    only('lit', ['packages/widget']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
