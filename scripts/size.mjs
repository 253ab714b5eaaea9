import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

// What a visitor's browser loads, in brotli bytes: static imports are followed, dynamic ones belong to the next step.
const folder = fileURLToPath(new URL('../packages/widget/dist/cdn/', import.meta.url))
const budgets = { launcher: 3 * 1024, panel: 22 * 1024, all: 60 * 1024 }
const json = process.argv.includes('--json')

const files = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(folder + name, 'utf8')]),
)
const launcher = reach(['widget.js'], staticImports)
const panel = reach(['widget.js'], (source) => [...staticImports(source), ...dynamicImports(source).filter((name) => name.startsWith('panel'))])
// A visitor loads one language; the longest counts.
const locale = [...files.keys()].filter((name) => name.startsWith('locale-')).sort((one, other) => bytesOf([other]) - bytesOf([one]))[0]
const figures = {
  launcher: bytesOf(launcher),
  panel: bytesOf(locale ? panel.add(locale) : panel),
  // Everything but what embeds questions in the page, which only pages that name a model load.
  all: bytesOf(reach(['widget.js'], (source) => [...staticImports(source), ...dynamicImports(source).filter((name) => !name.startsWith('embedder'))])),
}

let over = false
if (!json)
  process.stdout.write(`widget embedder, for pages that opt in: ${bytesOf([...files.keys()].filter((name) => name.startsWith('embedder')))} B besides\n`)
for (const [name, value] of Object.entries(figures)) {
  over ||= value > budgets[name]
  if (json)
    process.stdout.write(
      `${JSON.stringify({ name: `widget.${name}.br`, value, unit: 'B', floor: budgets[name], ratio: Number((value / budgets[name]).toFixed(3)) })}\n`,
    )
  else process.stdout.write(`widget ${name}: ${value} B of ${budgets[name]} B${value > budgets[name] ? ', over the budget' : ''}\n`)
}
process.exit(over ? 1 : 0)

function reach(entries, importsOf) {
  const seen = new Set()
  const waiting = [...entries]
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (seen.has(name) || !files.has(name)) continue
    seen.add(name)
    waiting.push(...importsOf(files.get(name)))
  }
  return seen
}

function staticImports(source) {
  return [...source.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map((match) => match[1])
}

function dynamicImports(source) {
  return [...source.matchAll(/import\(\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map((match) => match[1])
}

function bytesOf(names) {
  let total = 0
  for (const name of names) total += brotliCompressSync(files.get(name), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  return total
}
