// `npm run bench -- NAME [--json]`: one figure a line, each beside its floor in the same run.
const names = {
  auth: './auth.mjs',
  churn: './churn.mjs',
  durable: './durable.mjs',
  enumeration: './enumeration.mjs',
  ephemeral: './ephemeral.mjs',
  extraction: './extraction.mjs',
  'hostile-documents': './hostile-documents.mjs',
  fanout: './fanout.mjs',
  idle: './idle.mjs',
  'message-search': './message-search.mjs',
  retrieval: './retrieval.mjs',
  'retrieval-postgres': './retrieval-postgres.mjs',
  rls: './rls.mjs',
  storm: './storm.mjs',
  tokens: './tokens.mjs',
  ttft: './ttft.mjs',
  'vector-index': './vector-index.mjs',
  'widget-hostile': './widget-hostile.mjs',
  'widget-lighthouse': './widget-lighthouse.mjs',
  'widget-long': './widget-long.mjs',
  'widget-start': './widget-start.mjs',
  'widget-tap': './widget-tap.mjs',
}
const [name] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const json = process.argv.includes('--json')

if (!name || !(name in names)) {
  process.stderr.write(`Name a bench: ${Object.keys(names).join(', ')}\n`)
  process.exit(2)
}
const { measure } = await import(names[name])
for (const figure of await measure()) {
  const { name: label, value, unit, floor, ratio } = figure
  const beside = floor === undefined ? '' : ` (floor ${floor} ${unit}${ratio === undefined ? '' : `, ${ratio}×`})`
  process.stdout.write(json ? `${JSON.stringify(figure)}\n` : `${label}: ${value} ${unit}${beside}\n`)
}
process.exit(0)
