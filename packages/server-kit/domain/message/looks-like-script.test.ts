import { expect, test } from 'vitest'
import { looksLikeScript } from './looks-like-script.js'

test.each([
  '<script>alert(1)</script>',
  'a <SCRIPT src="//x.example/a.js">\n</sCrIpT> b',
  '<script <script>x</script>',
  '[here](javascript:alert(1))',
  'JavaScript:void 0',
  '<img src=x onerror=alert(1)>',
  '<svg/onload = alert(1)>',
  "'onclick='x",
])('%s is what a page would run', (text) => {
  expect(looksLikeScript(text)).toBe(true)
})

test.each([
  'The lamp is on = fine',
  'option = 2, conversion=3 and monday=4',
  'On one condition: 1 = 1',
  '¿Qué es un script?',
  'What does <script> do?',
  '</script><script>',
  'I write javascript every day',
  'a <b> c',
])('%s is what people write', (text) => {
  expect(looksLikeScript(text)).toBe(false)
})

test('a text of the greatest length is looked through at once, whatever it repeats', () => {
  for (const part of ['<script', '<script>', 'onx ', 'on', 'onx      ', 'javascript', '</script>'])
    expect(looksLikeScript(part.repeat(50_000 / part.length))).toBe(false)
})
