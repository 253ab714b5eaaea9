import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { type CoachServerOptions, type CoachTool, centrifugo, createCoachServer, defineTool, type RealtimeGateway, type ToolContext } from './index.js'
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

const odds = defineTool({
  description: 'Odds',
  input: z.object({ team: z.string(), day: z.coerce.number().optional() }),
  run(input, context) {
    expectTypeOf(input).toEqualTypeOf<{ team: string; day?: number | undefined }>()
    expectTypeOf(context).toEqualTypeOf<ToolContext>()
  },
})
expectTypeOf(odds).toEqualTypeOf<CoachTool>()
const inMini = defineTool({ description: 'Odds', input: mini.object({ team: mini.string() }), run: ({ team }) => team.length })
expectTypeOf(createCoachServer).toBeCallableWith({ tools: { odds, inMini } })
// @ts-expect-error a model gives an object
defineTool({ description: 'Odds', input: z.string(), run: () => 1 })
// @ts-expect-error nothing runs that changes something without asking
defineTool({ description: 'Odds', input: z.object({}), run: () => 1, changes: true })
// @ts-expect-error a tool is defined by `defineTool`
createCoachServer({ tools: { odds: { description: 'Odds', run: () => 1 } } })
