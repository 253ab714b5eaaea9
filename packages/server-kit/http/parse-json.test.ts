import { CoachError } from '@coachkit/contract'
import { expect, it } from 'vitest'
import { parseJson } from './parse-json.js'

function outcome(body: string | Uint8Array): unknown {
  try {
    return parseJson(typeof body === 'string' ? new TextEncoder().encode(body) : body)
  } catch (error) {
    if (!CoachError.isInstance(error)) throw error
    return [error.code, ...((error.details?.issues as { code: string }[] | undefined) ?? []).map(({ code }) => code)]
  }
}

it.each([
  ['{"a":{"k":1},"b":[{"k":2},{"k":3}],"c":"k"}', { a: { k: 1 }, b: [{ k: 2 }, { k: 3 }], c: 'k' }],
  ['{"a":"{\\"b\\":1,\\"b\\":2}"}', { a: '{"b":1,"b":2}' }],
  ['["a","a","__proto__"]', ['a', 'a', '__proto__']],
  ['{"a\\\\":1,"a\\"":2}', { 'a\\': 1, 'a"': 2 }],
])('reads %s', (body, value) => expect(outcome(body)).toEqual(value))

it.each([
  ['{"a":1,"a":1}', 'duplicate_key'],
  ['{"a":1,"\\u0061":2}', 'duplicate_key'],
  ['[{"x":{"a":1,"b":{"a":3},"a" : 2}}]', 'duplicate_key'],
  ['{"__proto__":null}', 'forbidden_key'],
  ['{"a":[{"\\u005f_proto__":1}]}', 'forbidden_key'],
  ['{"constructor":{"prototype":{}}}', 'forbidden_key'],
])('refuses the keys of %s', (body, code) => expect(outcome(body)).toEqual(['VAL_001', code]))

it.each(['', '{', '{"a":NaN}', '{"a":1}{"b":2}', "{'a':1}", Uint8Array.of(0x22, 0xff, 0x22)])('says that %j is not JSON', (body) =>
  expect(outcome(body)).toEqual(['VAL_004']),
)

it('takes a body that is deeper or longer than any of ours without running out of stack', () => {
  expect(outcome(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`)).toHaveProperty('a')
  expect(outcome(JSON.stringify({ a: '\\"'.repeat(60_000) }))).toHaveProperty('a')
  expect(outcome('['.repeat(200_000))).toEqual(['VAL_004'])
})
