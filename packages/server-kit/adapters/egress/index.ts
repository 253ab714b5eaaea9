import { lookup } from 'node:dns/promises'
import { Agent, fetch as send } from 'undici'
import { readPublicUrl, type UrlProblem } from '../../domain/public-address/public-url.js'
import type { Egress, EgressInit } from '../../ports/index.js'
import { cappedResponse } from './capped-response.js'
import { checkedConnector, type Endpoint } from './checked-connector.js'
import { asEgressError, egressError } from './egress-error.js'
import { afterRedirect, redirectTarget } from './redirect.js'

export interface EgressOptions {
  /** Origins of the operator's own choice (`http://127.0.0.1:11434`) that may be private and use any port; never a tenant's. */
  allowPrivate?: readonly string[]
  /** Default 80 and 443. */
  ports?: readonly number[]
  /** Default 3. */
  maxRedirects?: number
  /** Of the decoded body. Default 10 MiB. */
  maxBytes?: number
  /** For the whole exchange, redirects and body included. Default 15 s. */
  timeoutMs?: number
  /** All addresses of a name. Default: the system's resolver. */
  resolve?: (hostname: string) => Promise<string[]>
  /** Where a checked address is really reached: a test's own server stands in for the internet. */
  connectTo?: (endpoint: Endpoint) => Endpoint
}

const refusals: Record<UrlProblem, string> = {
  malformed: 'The address is not a plain web address.',
  scheme: 'Only http and https addresses are fetched.',
  credentials: 'An address with a user name or password in it is not fetched.',
  port: 'That port is not open to requests from here.',
  host: 'The address is not on the public internet.',
}

/** The egress client on undici; connections are kept for a few seconds until `close`. */
export function createEgress(options: EgressOptions = {}): Egress {
  const { ports = [80, 443], maxRedirects = 3, maxBytes = 10 * 1024 * 1024, timeoutMs = 15_000 } = options
  const privateOrigins = (options.allowPrivate ?? []).map((address) => new URL(address).origin)
  const connect = checkedConnector({ resolve: options.resolve ?? systemResolve, privateOrigins, connectTo: options.connectTo ?? ((it) => it), timeoutMs })
  const agent = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })

  const read = (text: string): URL => {
    const verdict = readPublicUrl(text, { ports, privateOrigins })
    if (!verdict.ok) throw egressError('blocked', refusals[verdict.reason])
    return verdict.url
  }
  const exchange = async (first: URL, init: EgressInit, signal: AbortSignal) => {
    let url = first
    let request = init
    for (let hops = 0; ; hops += 1) {
      const { redirect, ...rest } = request
      const response = await send(url, { ...rest, redirect: 'manual', signal, dispatcher: agent })
      const location = redirect === 'manual' ? undefined : redirectTarget(response)
      if (location === undefined) return { response, url }
      await response.body?.cancel()
      if (hops >= maxRedirects) throw egressError('blocked', 'The address redirects too many times.')
      if (!URL.canParse(location, url.href)) throw egressError('blocked', refusals.malformed)
      const to = read(new URL(location, url).href)
      request = afterRedirect(request, { status: response.status, from: url, to })
      url = to
    }
  }
  return {
    admits: (url) => readPublicUrl(url, { ports, privateOrigins }).ok,
    async fetch(url, init = {}) {
      const first = read(String(url))
      const deadline = AbortSignal.timeout(timeoutMs)
      const caller = init.signal
      const explain = (error: unknown) => asEgressError(error, { caller, deadline })
      try {
        const found = await exchange(first, init, caller ? AbortSignal.any([caller, deadline]) : deadline)
        return cappedResponse(found.response, { url: found.url, maxBytes, explain })
      } catch (error) {
        throw explain(error)
      }
    },
    close: () => agent.destroy(),
  }
}

async function systemResolve(hostname: string): Promise<string[]> {
  const answers = await lookup(hostname, { all: true }).catch((error: unknown) => {
    throw egressError('unreachable', 'The host name cannot be resolved.', error)
  })
  return answers.map(({ address }) => address)
}
