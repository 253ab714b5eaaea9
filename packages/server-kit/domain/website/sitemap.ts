/** What a sitemap names: pages, or further sitemaps. Addresses as written. */
export interface Sitemap {
  pages: string[]
  sitemaps: string[]
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Addresses are at most 2,048 characters by the protocol. */
const location = /<loc>\s*(?:<!\[CDATA\[)?\s*([^<>\]\s]{1,4096})\s*(?:\]\]>)?\s*<\/loc>/gi

/** Reads a sitemap or an index of sitemaps (sitemaps.org 0.9), or plain text with an address a line; anything else names nothing. */
export function readSitemap(text: string): Sitemap {
  const root = /<((?:[a-z][\w-]*:)?)(urlset|sitemapindex)[\s>]/i.exec(text)
  if (!root) return { pages: lines(text), sitemaps: [] }
  // The root's own prefix is the sitemap's; `image:loc` and the like are not pages.
  const own = root[1] ? text.replaceAll(`<${root[1]}`, '<').replaceAll(`</${root[1]}`, '</') : text
  const found = [...own.matchAll(location)].map(([, address = '']) => decoded(address))
  return root[2]?.toLowerCase() === 'urlset' ? { pages: found, sitemaps: [] } : { pages: [], sitemaps: found }
}

function lines(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => /^https?:\/\/\S+$/i.test(line))
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}
