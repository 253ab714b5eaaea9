import { expectTypeOf } from 'vitest'
import { type CoachServerOptions, centrifugo, createCoachServer, type RealtimeGateway } from './index.js'
import { type ProtocolBench, protocolConformance } from './testing/protocol/index.js'

const gateway = centrifugo({ apiUrl: 'http://centrifugo:8000/api', apiKey: 'k', proxySecret: 's' })
expectTypeOf(gateway).toEqualTypeOf<RealtimeGateway>()
expectTypeOf<CoachServerOptions['realtime']>().toEqualTypeOf<RealtimeGateway | undefined>()
expectTypeOf(createCoachServer).toBeCallableWith({ realtime: gateway, answerCache: { seconds: 3600 } })
// @ts-expect-error how its proxies are known is not left out
centrifugo({ apiUrl: 'http://centrifugo:8000/api', apiKey: 'k' })
expectTypeOf(createCoachServer).toBeCallableWith({ maxMessageLength: { coach: 2000 }, refuseScripts: false })
// @ts-expect-error there is no third side
createCoachServer({ maxMessageLength: { api: 50_000 } })
// @ts-expect-error scripts are not refused in a channel of one's own
createCoachServer({ refuseScripts: 'telegram' })
// @ts-expect-error for how long is not left out
createCoachServer({ answerCache: {} })

expectTypeOf(protocolConformance).parameter(0).toEqualTypeOf<{ name: string; create(): Promise<ProtocolBench> }>()
expectTypeOf<ProtocolBench>().toEqualTypeOf<{ baseUrl: string; creator: string; key: string; close(): Promise<void> }>()
