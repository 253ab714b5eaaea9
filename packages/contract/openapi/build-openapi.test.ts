import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { RouteDefinition } from '../define-route.js'
import { routes } from '../routes/index.js'
import { buildOpenApi } from './build-openapi.js'

const schemaObject = z.record(z.string(), z.unknown())
const content = z.record(z.string().check(z.regex(/^[\w.+-]+\/[\w.+-]+$/)), z.strictObject({ schema: schemaObject }))
const operation = z.strictObject({
  operationId: z.string().check(z.regex(/^\w+\.\w+$/)),
  tags: z.array(z.string()),
  summary: z.string().check(z.minLength(1)),
  'x-audience': z.string(),
  security: z.optional(z.array(z.record(z.string(), z.array(z.string())))),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      description: z.optional(z.string()),
      schema: schemaObject,
    }),
  ),
  requestBody: z.optional(z.strictObject({ required: z.boolean(), content })),
  responses: z.record(z.string().check(z.regex(/^[2-5]\d\d$/)), z.strictObject({ description: z.string(), content: z.optional(content) })),
})
/** The parts of OpenAPI 3.1 that this document uses, as its specification has them; anything else would be a misspelling. */
const openApi31 = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), license: z.strictObject({ name: z.string(), identifier: z.string() }) }),
  servers: z.array(z.strictObject({ url: z.string() })),
  paths: z.record(
    z.string().check(z.startsWith('/')),
    z.strictObject({
      get: z.optional(operation),
      put: z.optional(operation),
      post: z.optional(operation),
      delete: z.optional(operation),
      patch: z.optional(operation),
    }),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), schemaObject),
    securitySchemes: z.record(z.string(), z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
  }),
})

const text = JSON.stringify(buildOpenApi({ serverUrl: '/coach' }), null, 2)
const document = openApi31.parse(JSON.parse(text))
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, value]) => (value ? [{ path, method, ...value }] : [])),
)

describe('the OpenAPI document', () => {
  test('has every route of the contract once', () => {
    const declared = Object.entries(routes).flatMap(([noun, group]) =>
      Object.entries(group as Record<string, RouteDefinition>).map(([name, { method, path }]) => `${noun}.${name} ${method} ${path}`),
    )
    expect(operations.map(({ operationId, method, path }) => `${operationId} ${method.toUpperCase()} ${path}`).sort()).toEqual(declared.sort())
  })

  test.each(operations.map((each) => [each.operationId, each] as const))('%s declares its placeholders, its guard and how it can fail', (_, each) => {
    const placeholders = [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const inPath = each.parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => name)).toEqual(placeholders)
    expect(inPath.every(({ required }) => required)).toBe(true)
    expect(each.security).toEqual(each['x-audience'] === 'public' ? undefined : [{ token: [] }])
    expect(Object.keys(each.responses)).toEqual(expect.arrayContaining(['500', '503']))
    for (const [status, response] of Object.entries(each.responses)) {
      if (status >= '400') expect(response.content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Error' })
    }
  })

  test('refers to nothing that it does not hold', () => {
    for (const [, reference = ''] of text.matchAll(/"\$ref": "([^"]+)"/g)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document)
      expect(reference.startsWith('#/') && found, reference).toBeTypeOf('object')
    }
  })

  // A change of the public API shows in the diff of this file; `npx vitest run packages/contract -u` writes it.
  test('is the one that was agreed', async () => {
    await expect(`${text}\n`).toMatchFileSnapshot('__snapshots__/openapi.json.snap')
  })
})
