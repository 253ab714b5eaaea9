import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { AdapterError, type Logger, type RealtimeGateway } from '../../../ports/index.js'
import { createPublisher } from './create-publisher.js'

export interface CentrifugoOptions {
  /** Address of its HTTP API, for example `http://centrifugo:8000/api`. */
  apiUrl: string
  /** Its `http_api.key`. */
  apiKey: string
  /** What its proxies send as `x-coachkit-proxy-secret` (`http.static_headers`), 16 characters or more: how it is known here. */
  proxySecret: string
  /** Its `client.token.hmac_secret_key`: tickets are then tokens that it verifies by itself. Without it, clients give their tickets in `data.ticket`. */
  tokenSecret?: string
  logger?: Logger
}

/**
 * Hands the sockets to a Centrifugo (version 5 or 6): what happens is published through its HTTP API, and its proxies ask
 * `/v1/realtime/centrifugo/{connect,refresh,subscribe,publish,rpc,sub_refresh}` what clients may do.
 *
 * @example
 * createCoachServer({ realtime: centrifugo({ apiUrl: 'http://centrifugo:8000/api', apiKey, proxySecret, tokenSecret }) })
 */
export function centrifugo({ apiUrl, apiKey, proxySecret, tokenSecret, logger }: CentrifugoOptions): RealtimeGateway {
  if (proxySecret.length < 16) {
    throw new AdapterError({ adapter: 'centrifugo', code: 'misconfigured', retryable: false, message: '`proxySecret` must be of 16 characters or more.' })
  }
  const publisher = createPublisher({ apiUrl: apiUrl.replace(/\/$/, ''), apiKey, logger })
  const expected = digest(proxySecret)
  return {
    publish: publisher.add,
    isOwn: (headers) => timingSafeEqual(digest(headers.get('x-coachkit-proxy-secret') ?? ''), expected),
    ...(tokenSecret === undefined
      ? {}
      : {
          signTicket({ principal, user, endsAt, liveUntil }) {
            const claims = { sub: user, exp: seconds(endsAt), expire_at: seconds(liveUntil), jti: randomUUID(), meta: { principal } }
            return signed(claims, tokenSecret)
          },
        }),
    close: publisher.close,
  }
}

/** RFC 7519 with HS256, the one algorithm that a secret of Centrifugo's is for. */
function signed(claims: object, secret: string): string {
  const input = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
