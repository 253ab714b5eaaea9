import { CoachError, isBinary, isStream, type RouteDefinition, routes, type ServedFile } from '@coachkit/contract'
import type { Context, Hono } from 'hono'
import type { RawCall } from '../dispatch/create-dispatcher.js'
import type { RequestContext } from '../dispatch/request-context.js'
import { deviceOf } from '../domain/client/describe-client.js'
import { isPublic, type RouteName } from '../domain/policy/policy.js'
import type { Principal } from '../ports/index.js'
import { admitPage } from './admit-page.js'
import type { AppDeps, AppEnv } from './app-deps.js'
import { callerLanguage } from './caller-language.js'
import { taggedJson } from './entity-tag.js'
import { eventStreamResponse } from './event-stream-response.js'
import { fileResponse } from './file-response.js'
import { jsonAnswer } from './json-answer.js'
import { callerAddress, limitCall } from './limit-calls.js'
import { readBody } from './read-body.js'

/** Puts every route of the contract on the app; the dispatcher does the rest. A path's other methods are refused with those it takes. */
export function mountRoutes(app: Hono<AppEnv>, deps: AppDeps): void {
  const methods = new Map<string, string[]>()
  for (const [noun, group] of Object.entries(routes)) {
    for (const [name, route] of Object.entries(group as Record<string, RouteDefinition>)) {
      const path = route.path.replace(/\{(\w+)\}/g, ':$1')
      app.on(route.method, path, (context) => answer({ deps, context, route, name: `${noun}.${name}` as RouteName }))
      methods.set(path, [...(methods.get(path) ?? []), route.method])
    }
  }
  for (const [path, taken] of methods) {
    app.all(path, (context) => {
      context.header('allow', taken.join(', '))
      throw new CoachError('REQUEST_005')
    })
  }
}

async function answer(input: { deps: AppDeps; context: Context<AppEnv>; route: RouteDefinition; name: RouteName }): Promise<Response> {
  const { context, route, name, deps } = input
  const credential = credentialOf(context.req.header('authorization'))
  const principal = isPublic(name) || credential === undefined ? undefined : await deps.authenticator.authenticate(credential)
  // Also without a credential that is known: guesses count.
  const address = callerAddress(deps.limits, context)
  const verdict = await limitCall({
    limits: deps.limits,
    context,
    call: { route: name, principal, address, conversationId: context.req.param('conversationId') },
  })
  // The credential is checked before a byte of the body is read, so that nobody unknown can make us hold 50 MB.
  deps.dispatcher.authorise(name, principal)
  const { body, release } = await readBody(context.req.raw, route)
  try {
    return await respond({
      ...input,
      principal,
      credential,
      address,
      admitQuestion: verdict?.admitQuestion,
      call: { params: context.req.param(), query: context.req.query(), body },
    })
  } finally {
    await release()
  }
}

async function respond(input: {
  deps: AppDeps
  context: Context<AppEnv>
  route: RouteDefinition
  name: RouteName
  principal: Principal | undefined
  credential: string | undefined
  address: string | undefined
  admitQuestion: RequestContext['admitQuestion']
  call: RawCall
}): Promise<Response> {
  const { context, route, name, deps, principal, credential, address, admitQuestion, call } = input
  await admitPage({ origins: deps.origins, request: context.req.raw, principal, call })
  const device = deviceOf(context.req.header('user-agent'))
  const page = context.req.header('origin')
  const result = await deps.dispatcher.invoke(name, call, {
    requestId: context.get('requestId'),
    language: callerLanguage(context.req.header('accept-language')),
    signal: context.req.raw.signal,
    trace: traceOf(context),
    ...(device ? { device } : {}),
    ...(page ? { page } : {}),
    ...(address ? { address } : {}),
    ...(admitQuestion ? { admitQuestion } : {}),
    ...(principal ? { principal } : {}),
    ...(route.idempotent ? idempotencyKeyOf(context) : {}),
    ...(isPublic(name) && credential !== undefined ? { credential } : {}),
  })
  if (result === undefined) return context.body(null, 204)
  if (route.cacheSeconds !== undefined) context.header('cache-control', `public, max-age=${route.cacheSeconds}`)
  if (isStream(route.result)) return eventStreamResponse(context, result as AsyncIterable<unknown>, { ...route.result, logger: deps.logger })
  if (isBinary(route.result)) return fileResponse(context, result as ServedFile)
  if (route.cacheSeconds !== undefined) return taggedJson(context, result)
  return jsonAnswer(context, result, route.status)
}

function traceOf(context: Context<AppEnv>): Record<string, string> {
  const headers = ['traceparent', 'tracestate'].map((name) => [name, context.req.header(name)] as const)
  return Object.fromEntries(headers.filter((header): header is [string, string] => header[1] !== undefined))
}

function idempotencyKeyOf(context: Context<AppEnv>): { idempotencyKey?: string } {
  const key = context.req.header('idempotency-key')
  if (key === undefined) return {}
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new CoachError('VAL_001', { details: { issues: [{ path: 'headers.idempotency-key', code: 'invalid_format' }] } })
  return { idempotencyKey: key }
}

function credentialOf(header: string | undefined): string | undefined {
  return /^Bearer ([\w.-]{16,4096})$/i.exec(header ?? '')?.[1]
}
