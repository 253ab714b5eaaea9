import { describe, expect, test } from 'vitest'
import { imageType } from './image-type.js'
import { settingsProblem } from './settings-problem.js'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test.each([
  ['\x89PNG\r\n\x1a\n…', 'image/png'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['GIF89a…', 'image/gif'],
  ['GIF87a…', 'image/gif'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', undefined],
  ['RIFF\x10\0\0\0WAVEfmt ', undefined],
  [' \x89PNG\r\n\x1a\n', undefined],
  ['\x89PNG\n\x1a\n', undefined],
  ['GIF', undefined],
  ['', undefined],
])('%j is %s', (text, type) => {
  expect(imageType(bytes(text))).toBe(type)
})

describe('settings', () => {
  const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
  test.each([
    ['{}', undefined],
    ['{"theme":{"dark":true},"tags":["a","ñ",null,1.5]}', undefined],
    [JSON.stringify(nested(16)), undefined],
    [JSON.stringify(nested(17)), 'too_deep'],
    [`{"a":${'['.repeat(8000)}${']'.repeat(8000)}}`, 'too_deep'],
    ['{"a":[{"__proto__":{}}]}', 'forbidden_key'],
    ['{"constructor":1}', 'forbidden_key'],
    ['{"a\\u0000":1}', 'invalid_key'],
    ['{"\\ud800":1}', 'invalid_key'],
    [`{"a":"${'x'.repeat(92)}"}`, undefined],
    [`{"a":"${'x'.repeat(93)}"}`, 'too_big'],
    [`{"a":"${'ñ'.repeat(47)}"}`, 'too_big'],
  ])('%.40s: %s', (json, problem) => {
    expect(settingsProblem(JSON.parse(json), json.length > 130 ? 16_384 : 100)).toBe(problem)
  })
})
