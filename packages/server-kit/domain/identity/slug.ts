export type SlugProblem = 'format' | 'reserved'

const format = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** Names that are paths of this kit or of a host, that people take for the operator, or that a program mistakes for something else. */
const reserved = new Set(
  `about abuse access account accounts admin administrator administrators analytics anonymous api apis app apps asset assets auth authorize avatar
  billing blog blob bot bots bucket cache cdn channel channels chat checkout client coachkit config conversation conversations console constructor contact
  cookies creator creators css dashboard data debug default delete demo dev dns docs document documents download downloads edit email embed error errors event events
  export false favicon feed file files ftp graphql guest health healthz help home host hostmaster hub id images img import index info internal invite
  jobs js json jwks keys knowledge legal live livez local localhost localdomain login logout mail mailer media member members message messages metrics mobile moderator
  nan new news nobody none noreply no-reply notifications ns null oauth object official openapi operator owner page pages password payment payments ping
  platform policy postmaster press pricing privacy private production profile proto prototype proxy public query ready readyz realtime register reset robots
  root rss saml sales search secure security server service services session sessions settings setup shop sign-in sign-up signin signout signup sitemap smtp socket
  sso staff staging static stats status store storage support sys sysadmin system tag tags team teams terms test tickets token tokens tool tools tos trust true
  undefined unsubscribe update upload uploads usage user username users verify version void web webhook webhooks webmaster well-known widget widgets ws wss www www1 www2`.split(
    /\s+/,
  ),
)
const version = /^v\d+$/

/** Digits and pairs of letters that are read as another letter. */
const lookAlikes: [RegExp, string][] = [
  [/0/g, 'o'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
]

/** Why a creator cannot have this slug; `undefined` when it can. Only `a-z`, `0-9` and inner hyphens exist, so letters of other scripts cannot pass for them. */
export function slugProblem(slug: string): SlugProblem | undefined {
  if (!format.test(slug)) return 'format'
  return version.test(slug) || readings(slug).some((reading) => reserved.has(reading)) ? 'reserved' : undefined
}

/** The slug, and what a hurried eye makes of it; `1` is read as `i` or `l`. */
function readings(slug: string): string[] {
  const skeleton = lookAlikes.reduce((text, [pattern, letter]) => text.replace(pattern, letter), slug)
  return [slug, skeleton.replaceAll('1', 'i'), skeleton.replaceAll('1', 'l')]
}
