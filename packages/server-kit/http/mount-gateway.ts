import { CoachError } from '@coachkit/contract'
import type { Hono } from 'hono'
import * as z from 'zod/mini'
import { deviceOf } from '../domain/client/describe-client.js'
import { pageOfRequest } from '../domain/origin/calling-page.js'
import { type GatewayCall, gatewayCalls } from '../realtime/gateway-calls.js'
import type { AppDeps, AppEnv } from './app-deps.js'
import { callerAddress, limitCall } from './limit-calls.js'
import { readBody } from './read-body.js'

const calls = new Set<string>(gatewayCalls)

/** What the server that holds the sockets asks. Its requests carry the headers of the client's, and its own secret, without which there is nothing here. */
export function mountGateway(app: Hono<AppEnv>, { limits, gateway }: Pick<AppDeps, 'limits' | 'gateway'>): void {
  if (!gateway) return
  app.post('/v1/realtime/centrifugo/:call', async (context) => {
    const call = context.req.param('call')
    const { raw } = context.req
    if (!gateway.isOwn(raw.headers)) throw new CoachError('AUTH_001')
    if (!calls.has(call)) throw new CoachError('RESOURCE_001')
    const address = callerAddress(limits, context)
    if (call === 'connect') await limitCall({ limits, context, call: { route: 'realtime.websocket', address } })
    const { body } = await readBody(raw, { body: z.unknown(), errors: [] })
    const from = { page: pageOfRequest(raw), address, device: deviceOf(raw.headers.get('user-agent')) }
    return context.json(await gateway.answer({ call: call as GatewayCall, body, ...from, requestId: context.get('requestId'), signal: raw.signal }))
  })
}
