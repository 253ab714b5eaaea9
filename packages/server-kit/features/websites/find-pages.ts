import { setTimeout as wait } from 'node:timers/promises'
import type { Website } from '@coachkit/contract'
import { readSitemap, type Sitemap } from '../../domain/website/sitemap.js'
import { isSameSite, pageAddress } from '../../domain/website/web-address.js'
import { textOf } from './inflate.js'
import { VisitError, type Visitor } from './visit.js'

/** Pages of one website. */
const mostPages = 500
/** Sitemaps of one index. */
const mostSitemaps = 10

/** The addresses a website consists of: the page itself, or what its sitemap names of the same site, the first 500. Fails with VisitError. */
export async function findPages(visitor: Visitor, { address, kind }: Pick<Website, 'address' | 'kind'>, signal: AbortSignal): Promise<string[]> {
  if (kind === 'page') return [address]
  const pages = new Set<string>()
  let failure: VisitError | undefined
  for await (const listed of listings(visitor, address, signal)) {
    if (listed instanceof VisitError) failure = listed
    else for (const page of ofSite(listed.pages, address)) pages.add(page)
    if (pages.size >= mostPages) break
  }
  if (pages.size > 0) return [...pages].slice(0, mostPages)
  throw failure && !failure.gone ? failure : new VisitError('WEBSITE_008')
}

/** Each sitemap of the site, with those that it names in turn. */
async function* listings(visitor: Visitor, address: string, signal: AbortSignal): AsyncGenerator<Sitemap | VisitError> {
  const sitemaps = new Set(await sitemapsOf(visitor, address, signal))
  let asked = 0
  // A set that grows while it is walked is walked to its end.
  for (const sitemap of sitemaps) {
    if (asked === mostSitemaps) return
    if (asked > 0) await wait(visitor.pause(address), undefined, { signal })
    asked += 1
    const listed = await readOne(visitor, sitemap, signal)
    if (!(listed instanceof VisitError)) for (const next of ofSite(listed.sitemaps, address)) sitemaps.add(next)
    yield listed
  }
}

async function readOne(visitor: Visitor, sitemap: string, signal: AbortSignal): Promise<Sitemap | VisitError> {
  try {
    return await visitor.visit(sitemap, { signal }, async (response) => readSitemap(await textOf(response)))
  } catch (error) {
    if (error instanceof VisitError) return error
    throw error
  }
}

/** The address itself when it is one; else those that robots.txt names, else the usual place. */
async function sitemapsOf(visitor: Visitor, address: string, signal: AbortSignal): Promise<string[]> {
  if (/\.(?:xml|xml\.gz|txt)$/i.test(new URL(address).pathname)) return [address]
  const named = ofSite(await visitor.sitemaps(address, signal), address)
  return named.length > 0 ? named : [new URL('/sitemap.xml', address).href]
}

function ofSite(addresses: readonly string[], site: string): string[] {
  return addresses.flatMap((each) => {
    const address = pageAddress(each, site)
    return address !== undefined && isSameSite(address, site) ? [address] : []
  })
}
