import type { CallLimits } from '../dispatch/call-limits.js'
import type { Dispatcher } from '../dispatch/create-dispatcher.js'
import type { Authenticator, Logger, RealtimeGateway } from '../ports/index.js'
import type { GatewayAsked } from '../realtime/gateway-calls.js'
import type { RealtimeServer } from '../realtime/realtime-server.js'
import type { OriginPolicy } from './origin-policy.js'

/** What travels with a request inside the app. */
export interface AppEnv {
  /** `peer`: who holds the connection, where the host says so. */
  Bindings: { peer?: string | undefined }
  Variables: { requestId: string }
}

export interface AppDeps {
  dispatcher: Dispatcher
  limits: CallLimits
  authenticator: Authenticator
  realtime: RealtimeServer
  /** Where another server holds the sockets. */
  gateway?: { isOwn: RealtimeGateway['isOwn']; answer(asked: GatewayAsked): Promise<object> } | undefined
  origins: OriginPolicy
  /** The public keys of our tokens. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>
  logger: Logger
  mountPath: string
  /** Where the built widget lies; absent when it is not installed. */
  widgetDir: string | undefined
}
