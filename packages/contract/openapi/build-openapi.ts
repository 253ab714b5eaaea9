import * as z from 'zod/mini'
import { isBinary, isStream, type RouteDefinition } from '../define-route.js'
import { type ErrorCode, errorBody, errorCatalogue } from '../errors.js'
import { protocolVersion } from '../protocol-version.js'
import { routes } from '../routes/index.js'

/** The OpenAPI 3.1 document of every route, derived from the schemas. `serverUrl` is the mount path. */
export function buildOpenApi(options: { serverUrl: string }): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [noun, group] of Object.entries(routes)) {
    for (const [name, route] of Object.entries(group as Record<string, RouteDefinition>)) {
      const item = paths[route.path] ?? {}
      item[route.method.toLowerCase()] = operation(noun, name, route)
      paths[route.path] = item
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'CoachKit', version: String(protocolVersion), license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: options.serverUrl }],
    paths,
    components: {
      schemas: { Error: schema(errorBody, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operation(noun: string, name: string, route: RouteDefinition): Record<string, unknown> {
  const status = route.status ?? (route.result ? 200 : 204)
  return {
    operationId: `${noun}.${name}`,
    tags: [noun],
    summary: route.summary,
    'x-audience': route.audience,
    ...(route.audience === 'public' ? {} : { security: [{ token: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...(route.idempotent ? [idempotencyKey] : [])],
    ...(route.body ? { requestBody: { required: isRequired(route.body), content: requestContent(route.body) } } : {}),
    responses: {
      [status]: { description: 'Success', ...(route.result ? { content: resultContent(route.result) } : {}) },
      ...(isStream(route.result) ? { 204: { description: 'There is nothing to come' } } : {}),
      ...(isBinary(route.result) || route.cacheSeconds !== undefined ? { 304: { description: 'Not changed since the `ETag` in `If-None-Match`' } } : {}),
      ...errorResponses(route),
    },
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'What the caller calls this request. For 24 hours a repeat under it is answered as the first was, and does nothing more.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function isRequired(body: NonNullable<RouteDefinition['body']>): boolean {
  return body === 'multipart' || !body.safeParse(undefined).success
}

function resultContent(result: NonNullable<RouteDefinition['result']>): Record<string, unknown> {
  if (isStream(result)) return { 'text/event-stream': { schema: schema(result.piece, 'output') } }
  if (!isBinary(result)) return { 'application/json': { schema: schema(result, 'output') } }
  return Object.fromEntries(result.mediaTypes.map((type) => [type, { schema: { type: 'string', contentMediaType: type } }]))
}

function requestContent(body: NonNullable<RouteDefinition['body']>): Record<string, unknown> {
  if (body !== 'multipart') return { 'application/json': { schema: schema(body, 'input') } }
  const file = { type: 'string', contentMediaType: 'application/octet-stream' }
  return { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file } } } }
}

function errorResponses(route: RouteDefinition): Record<string, unknown> {
  const responses: Record<string, { description: string; content: unknown }> = {}
  for (const code of new Set([...route.errors, ...impliedErrors(route)])) {
    const { status, message } = errorCatalogue[code]
    const line = `\`${code}\` ${message.en}`
    const known = responses[status]
    responses[status] = {
      description: known ? `${known.description}\n${line}` : line,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    }
  }
  return responses
}

/** What a route can answer besides its own errors: by who may call it, by what it takes, and by where it runs. */
function impliedErrors({ audience, body, idempotent }: RouteDefinition): ErrorCode[] {
  const ofCaller: ErrorCode[] = audience === 'public' ? ['ORIGIN_001'] : ['AUTH_001', 'AUTH_003', 'ORIGIN_001']
  const ofBody: ErrorCode[] = body ? ['VAL_001', 'REQUEST_003'] : []
  const ofJson: ErrorCode[] = body && body !== 'multipart' ? ['VAL_002', 'VAL_004', 'REQUEST_004'] : []
  const ofKey: ErrorCode[] = idempotent ? ['idempotency_conflict', 'idempotency_pending'] : []
  return [...ofCaller, ...ofBody, ...ofJson, ...ofKey, 'RATE_001', 'SYS_001', 'SYS_002', 'INTERNAL_001']
}

function parameters(type: z.ZodMiniType | undefined, place: 'path' | 'query'): unknown[] {
  if (!type) return []
  const { properties = {}, required = [] } = schema(type, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: property }))
}

function schema(type: z.ZodMiniType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return rest
}
