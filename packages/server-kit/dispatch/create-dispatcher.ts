import {
  CoachError,
  type ErrorCode,
  errorCatalogue,
  type Handlers,
  isBinary,
  isStream,
  maxMessageLength,
  type RouteDefinition,
  type Routes,
  routes,
} from '@coachkit/contract'
import * as z from 'zod/mini'
import { isPublic, mayCall, type Role, type RouteName, scopeOf } from '../domain/policy/policy.js'
import type { Principal } from '../ports/index.js'
import { inRequest, withSpan } from '../telemetry/index.js'
import type { AskOnce } from './ask-once.js'
import type { RequestContext } from './request-context.js'

/** One handler for every route of the contract. */
export type AllHandlers = { [Noun in keyof Routes]: Handlers<Routes[Noun], RequestContext> }

/** The unparsed parts of a call. */
export interface RawCall {
  params?: unknown
  query?: unknown
  body?: unknown
}

export interface Dispatcher {
  /** Throws unless this principal may call the route. */
  authorise(name: string, principal: Principal | undefined): void
  /** Guards, parses, runs and checks one route, named `noun.name`. Throws CoachError. */
  invoke(name: string, call: RawCall, context: RequestContext): Promise<unknown>
  /** The same for a call that came over a socket: `data` is `{ params?, query?, body? }`. */
  invokeRpc(call: {
    method: string
    data: unknown
    principal: Principal
    requestId: string
    page?: string | undefined
    device?: string | undefined
    address?: string | undefined
    signal: AbortSignal
    reads?: (conversationId: string) => boolean
    admitQuestion?: RequestContext['admitQuestion']
  }): Promise<unknown>
}

const rpcData = z.object({ params: z.optional(z.unknown()), query: z.optional(z.unknown()), body: z.optional(z.unknown()) })

type UntypedHandler = (input: RawCall, context: RequestContext) => Promise<unknown>

interface Entry {
  name: RouteName
  route: RouteDefinition
  handler: UntypedHandler
}

/** Notes a call in the creator's log, before it is made. */
export type NoteCall = (call: { principal: Principal; route: RouteName; params: Record<string, string> }) => Promise<void>

/** The one way into the features, for HTTP and sockets alike. What somebody does in a creator's place, `noteImpersonated` writes down. */
export function createDispatcher(handlers: AllHandlers, { noteImpersonated, askOnce }: { noteImpersonated: NoteCall; askOnce: AskOnce }): Dispatcher {
  const table = new Map<string, Entry>()
  for (const [noun, group] of Object.entries(routes)) {
    const ofNoun = handlers[noun as keyof Routes] as unknown as Record<string, UntypedHandler>
    for (const [name, route] of Object.entries(group)) {
      const handler = ofNoun[name]
      const routeName = `${noun}.${name}` as RouteName
      if (handler) table.set(routeName, { name: routeName, route, handler })
    }
  }
  const find = (name: string) => {
    const entry = table.get(name)
    if (!entry) throw new CoachError('RESOURCE_001')
    return entry
  }
  const run = async (entry: Entry, call: RawCall, context: RequestContext) => {
    guard(entry.name, context.principal)
    const parsed = parseCall(entry.route, call)
    const { principal } = context
    if (principal?.kind === 'member' && principal.impersonationId !== undefined) {
      await noteImpersonated({ principal, route: entry.name, params: (parsed.params ?? {}) as Record<string, string> })
    }
    const { result, idempotent } = entry.route
    const act = async () => {
      const output = await entry.handler(parsed, context)
      return !result || isBinary(result) || isStream(result) ? output : result.parse(output)
    }
    if (!idempotent || !principal || context.idempotencyKey === undefined) return act()
    return askOnce({ principal, key: context.idempotencyKey, request: { route: entry.name, ...parsed } }, act)
  }
  const invoke: Dispatcher['invoke'] = async (name, call, context) => {
    const entry = find(name)
    const attributes = { 'coachkit.route': entry.name, ...(context.principal ? { 'coachkit.creator_id': context.principal.creatorId } : {}) }
    return inRequest({ ...context.trace, 'x-request-id': context.requestId }, () =>
      withSpan(`route ${entry.name}`, attributes, () => run(entry, call, context)),
    )
  }
  return {
    authorise: (name, principal) => guard(find(name).name, principal),
    invoke,
    async invokeRpc({ method, data, page, device, address, admitQuestion, ...context }) {
      // A file or a stream has no way over a socket.
      const { body, result } = find(method).route
      if (body === 'multipart' || isBinary(result) || isStream(result)) throw new CoachError('REQUEST_003')
      const parsed = rpcData.safeParse(data ?? {})
      if (!parsed.success) throw new CoachError('VAL_001')
      const from = { ...(page ? { page } : {}), ...(device ? { device } : {}), ...(address ? { address } : {}), ...(admitQuestion ? { admitQuestion } : {}) }
      return invoke(method, parsed.data, { ...context, ...from, language: 'en' })
    },
  }
}

/** Routes that this server does not have. */
export function noHandlers<Group extends Record<string, RouteDefinition>>(group: Group): Handlers<Group, RequestContext> {
  const refuse = () => Promise.reject(new CoachError('RESOURCE_001'))
  return Object.fromEntries(Object.keys(group).map((name) => [name, refuse])) as unknown as Handlers<Group, RequestContext>
}

function guard(route: RouteName, principal: Principal | undefined): void {
  if (isPublic(route)) return
  if (!principal) throw new CoachError('AUTH_001')
  if (!rolesOf(principal).some((role) => mayCall(route, role))) throw new CoachError('AUTH_003')
  const scope = scopeOf(route)
  if (scope && principal.kind === 'member' && principal.role === 'key' && !principal.scopes.includes(scope)) throw new CoachError('AUTH_003')
}

function rolesOf(principal: Principal): Role[] {
  if (principal.kind === 'visitor') return ['visitor']
  return principal.isAdmin ? [principal.role, 'admin'] : [principal.role]
}

function parseCall(route: RouteDefinition, call: RawCall): RawCall {
  return {
    params: parseParams(route, call.params ?? {}),
    query: parsePart(route.query, call.query ?? {}, 'query'),
    body: route.body === 'multipart' ? call.body : parsePart(route.body, call.body, 'body'),
  }
}

/** An id that cannot exist is one that does not: the route's own answer to an unknown one. */
function parseParams({ params, errors }: RouteDefinition, value: unknown): unknown {
  if (!params) return undefined
  const parsed = params.safeParse(value)
  if (parsed.success) return parsed.data
  throw new CoachError(errors.find((code) => errorCatalogue[code].status === 404) ?? 'RESOURCE_001')
}

function parsePart(schema: z.ZodMiniType | undefined, value: unknown, part: 'query' | 'body'): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, code = 'invalid' }) => ({
    path: [part, ...path.map(String)].join('.'),
    code: code === 'invalid_type' && isMissing(value, path) ? 'missing' : code,
  }))
  const code = codeOf(issues)
  throw new CoachError(code, { details: { issues, ...(code === 'MESSAGE_002' ? { limit: maxMessageLength } : {}) } })
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  return path.reduce<unknown>((part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined), value) === undefined
}

/** An empty or over-long message has a code of its own: it is the one mistake visitors make. VAL_002: all that is wrong is missing. */
function codeOf(issues: { path: string; code: string }[]): ErrorCode {
  const onText = issues.find(({ path }) => path === 'body.text')
  if (onText?.code === 'too_small') return 'MESSAGE_001'
  if (onText?.code === 'too_big') return 'MESSAGE_002'
  return issues.every(({ code }) => code === 'missing') ? 'VAL_002' : 'VAL_001'
}
