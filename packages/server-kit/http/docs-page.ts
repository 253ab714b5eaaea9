/** The API docs: one page of our own that renders `/openapi.json`; nothing is loaded from elsewhere. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CoachKit API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs.css">
<script type="module" src="docs.js"></script>
</head>
<body>
<main>
<h1>CoachKit API</h1>
<p>Every route of this server, from the schemas that guard it. The machine-readable form is <a href="openapi.json">openapi.json</a>.</p>
<div id="routes" aria-busy="true"><p>Loading…</p></div>
</main>
</body>
</html>
`

export const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export const docsStyle = `:root { color-scheme: light dark; --page: light-dark(#fafafa, #15181b); --card: light-dark(#fff, #1e2327); --ink: light-dark(#1c2427, #e8ecee); --soft: light-dark(#566268, #a8b4b9); --line: light-dark(#d9dee0, #394147); --accent: light-dark(#0b57d0, #9cc2ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1 { font-size: 2rem; margin: 0 0 .5rem; }
h2 { margin: 2.2rem 0 .6rem; text-transform: capitalize; }
a { color: var(--accent); }
details { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: .5rem 0; }
summary { padding: .7rem .9rem; cursor: pointer; display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; min-height: 2.75rem; }
summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .6rem; }
.method { font: 600 .85rem ui-monospace, monospace; color: var(--accent); min-width: 4rem; }
code, pre { font: .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.audience { color: var(--soft); font-size: .85rem; margin-inline-start: auto; }
.inside { padding: 0 .9rem .9rem; }
pre { background: var(--page); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem; overflow: auto; white-space: pre-wrap; margin: .3rem 0 1rem; }
h3 { font-size: .95rem; margin: .8rem 0 .2rem; }
`

export const docsScript = `const make = (tag, text, className) => {
  const element = document.createElement(tag)
  if (text !== undefined) element.textContent = text
  if (className) element.className = className
  return element
}
const block = (title, value) => {
  const part = document.createDocumentFragment()
  part.append(make('h3', title), make('pre', typeof value === 'string' ? value : JSON.stringify(value, null, 2)))
  return part
}
const routeOf = (path, method, operation) => {
  const details = make('details')
  const summary = make('summary')
  summary.append(make('span', method.toUpperCase(), 'method'), make('code', path), make('span', operation['x-audience'], 'audience'))
  const inside = make('div', undefined, 'inside')
  inside.append(make('p', operation.summary))
  if (operation.parameters.length > 0) inside.append(block('Parameters', operation.parameters))
  for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) inside.append(block('Body (' + type + ')', schema))
  for (const [status, response] of Object.entries(operation.responses)) {
    const schema = response.content?.['application/json']?.schema
    inside.append(block(status, schema && !schema.$ref ? schema : response.description))
  }
  details.append(summary, inside)
  return details
}
const root = document.getElementById('routes')
try {
  const { paths } = await (await fetch('openapi.json')).json()
  const byNoun = new Map()
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const noun = operation.tags[0]
      byNoun.set(noun, [...(byNoun.get(noun) ?? []), routeOf(path, method, operation)])
    }
  }
  root.replaceChildren(...[...byNoun].flatMap(([noun, list]) => [make('h2', noun), ...list]))
} catch {
  root.replaceChildren(make('p', 'The routes could not be loaded. Reload the page.'))
}
root.removeAttribute('aria-busy')
`
