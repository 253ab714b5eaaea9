/** What a site's robots.txt says to one reader. */
export interface Robots {
  allows(path: string): boolean
  /** Seconds it asks for between requests. */
  crawlDelay?: number
  /** Addresses of sitemaps, as written. */
  sitemaps: string[]
}
interface Rule {
  allow: boolean
  path: string
}
interface Group {
  agents: string[]
  rules: Rule[]
  crawlDelay?: number
}

/** RFC 9309 asks for at least 500 KiB. */
const maxLength = 512 * 1024

/** Reads robots.txt by RFC 9309: the groups that name the agent, else `*`; the longest rule wins, and Allow among equals. */
export function readRobots(text: string, agent: string): Robots {
  const { groups, sitemaps } = parse(text.slice(0, maxLength))
  const name = agent.toLowerCase()
  const named = groups.filter(({ agents }) => agents.includes(name))
  const own = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes('*'))
  const rules = own.flatMap((group) => group.rules)
  const crawlDelay = own.find((group) => group.crawlDelay !== undefined)?.crawlDelay
  return { allows: (path) => isAllowed(rules, path), sitemaps, ...(crawlDelay === undefined ? {} : { crawlDelay }) }
}

/** Where there is no robots.txt everything is allowed; where its server fails, nothing is until it answers. */
export const allowAll: Robots = { allows: () => true, sitemaps: [] }
export const allowNothing: Robots = { allows: () => false, sitemaps: [] }

function parse(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = []
  const sitemaps: string[] = []
  // Rules end the list of agents: the next agent begins a group of its own.
  let isOpen = false
  for (const { field, value } of fieldsOf(text)) {
    const group = groups.at(-1)
    if (field === 'sitemap') sitemaps.push(value)
    else if (field === 'user-agent') {
      // `CoachKit/1.0` names the product `CoachKit`.
      const name = (value.split(/[\s/]/)[0] ?? '').toLowerCase()
      if (group && isOpen) group.agents.push(name)
      else groups.push({ agents: [name], rules: [] })
      isOpen = true
    } else if (group && addRule(group, field, value)) isOpen = false
  }
  return { groups, sitemaps }
}

function* fieldsOf(text: string): Generator<{ field: string; value: string }> {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    const [, field, value = ''] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? []
    if (field !== undefined) yield { field: field.toLowerCase(), value: value.trim() }
  }
}

/** Whether the line is a rule of the group. One without a value rules nothing. */
function addRule(group: Group, field: string, value: string): boolean {
  if (field === 'crawl-delay') {
    const seconds = Number(value)
    if (value !== '' && Number.isFinite(seconds) && seconds >= 0) group.crawlDelay = seconds
    return true
  }
  if (field !== 'allow' && field !== 'disallow') return false
  if (value !== '') group.rules.push({ allow: field === 'allow', path: normalised(value) })
  return true
}

function isAllowed(rules: readonly Rule[], path: string): boolean {
  const wanted = normalised(path)
  if (wanted === '/robots.txt') return true
  let best: Rule | undefined
  for (const rule of rules) {
    if (!matches(rule.path, wanted)) continue
    if (!best || rule.path.length > best.path.length || (rule.path.length === best.path.length && rule.allow)) best = rule
  }
  return best?.allow ?? true
}

/** `*` is anything, `$` at the end is the end. Each piece is looked for once, from left to right: no pattern can be slow. */
function matches(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...rest] = (isWhole ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [index, piece] of rest.entries()) {
    const isLast = index === rest.length - 1
    const found = isLast && isWhole ? path.length - piece.length : path.indexOf(piece, at)
    if (found < at || !path.startsWith(piece, found)) return false
    at = found + piece.length
  }
  return !isWhole || at === path.length
}

/** Percent signs compare by what they stand for: `/a%3Cd` and `/a<d` are one path, `%2F` stays. */
function normalised(path: string): string {
  try {
    return encodeURI(decodeURI(path))
  } catch {
    return path
  }
}
