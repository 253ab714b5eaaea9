import type { ErrorCode } from '@coachkit/contract'
import { allowAll, allowNothing, type Robots, readRobots } from '../../domain/website/robots.js'
import { isSameSite, siteOf } from '../../domain/website/web-address.js'
import { AdapterError, type Clock, type Egress } from '../../ports/index.js'

/** The name by which robots.txt can speak of us. */
export const agent = 'CoachKit'
const userAgent = `${agent} (reads pages for a chat assistant, on behalf of their owner)`
const robotsFreshMs = 3_600_000
/** A server that failed may be well again soon. */
const robotsAgainMs = 60_000
const knownHosts = 1000
const longestDelayMs = 30_000
const maxRobotsBytes = 512 * 1024

/** Why a page was not read. `again`: worth another try in a while. `gone`: it is no more. */
export class VisitError extends Error {
  readonly code: ErrorCode
  readonly again: boolean
  readonly gone: boolean
  readonly retryAfterMs: number

  constructor(code: ErrorCode, { again = false, gone = false, retryAfterMs = 0 } = {}) {
    super(code)
    this.name = 'VisitError'
    this.code = code
    this.again = again
    this.gone = gone
    this.retryAfterMs = retryAfterMs
  }
}

interface Host {
  busy: boolean
  freeAt: number
  robots?: Robots
  robotsUntil: number
}

/** Visits pages as a polite reader: what robots.txt forbids is not asked for, one request at a time goes to a host, with a pause after each. */
export function createVisitor(deps: { egress: Egress; clock: Clock; delayMs?: number }) {
  const { egress, clock, delayMs = 1000 } = deps
  const hosts = new Map<string, Host>()
  const now = () => clock.now().getTime()
  const pauseOf = ({ robots }: Host) => Math.min(longestDelayMs, Math.max(delayMs, (robots?.crawlDelay ?? 0) * 1000))
  const hostOf = (address: string): Host => {
    const site = siteOf(address)
    const host = hosts.get(site) ?? { busy: false, freeAt: 0, robotsUntil: 0 }
    hosts.delete(site)
    hosts.set(site, host)
    for (const [oldest, { busy }] of hosts) {
      if (hosts.size <= knownHosts) break
      if (!busy) hosts.delete(oldest)
    }
    return host
  }
  const robotsOf = async (host: Host, address: string, signal: AbortSignal): Promise<Robots> => {
    if (host.robots && host.robotsUntil > now()) return host.robots
    host.robots = await askRobots(address, signal)
    host.robotsUntil = now() + (host.robots === allowNothing ? robotsAgainMs : robotsFreshMs)
    return host.robots
  }
  const askRobots = async (address: string, signal: AbortSignal): Promise<Robots> => {
    try {
      const response = await egress.fetch(new URL('/robots.txt', address), { headers: { 'user-agent': userAgent }, signal })
      const text = response.ok ? await beginningOf(response, maxRobotsBytes) : ''
      if (!response.ok) await response.body?.cancel()
      if (response.ok) return readRobots(text, agent)
      return response.status >= 500 || response.status === 429 ? allowNothing : allowAll
    } catch (error) {
      signal.throwIfAborted()
      throw ofEgress(error)
    }
  }
  const ask = async (address: string, { headers, signal, host }: { headers: Record<string, string>; signal: AbortSignal; host: Host }) => {
    const robots = await robotsOf(host, address, signal)
    if (robots === allowNothing) throw new VisitError('WEBSITE_003', { again: true })
    if (!robots.allows(pathOf(address))) throw new VisitError('WEBSITE_002')
    const response = await egress.fetch(address, { headers: { 'user-agent': userAgent, ...headers }, signal }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw ofEgress(error)
    })
    const refusal = refusalOf(address, response) ?? (robots.allows(pathOf(response.url)) ? undefined : new VisitError('WEBSITE_002'))
    if (!refusal) return response
    await response.body?.cancel()
    throw refusal
  }
  return {
    /** Milliseconds until the host may be asked again; 0: now. */
    wait(address: string): number {
      const host = hostOf(address)
      return host.busy ? delayMs : Math.max(0, host.freeAt - now())
    },
    /** Asks for one address and uses the answer, with the host kept for this caller. Fails with VisitError. */
    async visit<Result>(address: string, options: { headers?: Record<string, string>; signal: AbortSignal }, use: (response: Response) => Promise<Result>) {
      const host = hostOf(address)
      host.busy = true
      try {
        return await use(await ask(address, { headers: options.headers ?? {}, signal: options.signal, host }))
      } catch (error) {
        options.signal.throwIfAborted()
        throw AdapterError.isInstance(error) && error.adapter === 'egress' ? ofEgress(error) : error
      } finally {
        host.busy = false
        host.freeAt = now() + pauseOf(host)
      }
    },
    /** What the site's robots.txt names. */
    async sitemaps(address: string, signal: AbortSignal): Promise<string[]> {
      return (await robotsOf(hostOf(address), address, signal)).sitemaps
    },
    pause: (address: string) => pauseOf(hostOf(address)),
  }
}
export type Visitor = ReturnType<typeof createVisitor>

function pathOf(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}

function refusalOf(address: string, response: Response): VisitError | undefined {
  const { status } = response
  if (response.url !== '' && !isSameSite(address, response.url)) return new VisitError('WEBSITE_007')
  if (response.ok || status === 304) return undefined
  if (status === 404 || status === 410) return new VisitError('WEBSITE_004', { gone: true })
  if (status === 429 || status >= 500)
    return new VisitError('WEBSITE_003', { again: true, retryAfterMs: secondsOf(response.headers.get('retry-after')) * 1000 })
  return new VisitError('WEBSITE_005')
}

function secondsOf(header: string | null): number {
  const seconds = Number(header ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}

function ofEgress(error: unknown): unknown {
  if (!AdapterError.isInstance(error)) return error
  if (error.code === 'too_large') return new VisitError('WEBSITE_009')
  return error.code === 'blocked' ? new VisitError('WEBSITE_001') : new VisitError('WEBSITE_003', { again: true })
}

/** As much as is looked at; the rest is not waited for. */
async function beginningOf(response: Response, bytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true })
    size += piece.length
    if (size >= bytes) break
  }
  return text
}
