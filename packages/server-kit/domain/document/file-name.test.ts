import { expect, it } from 'vitest'
import { cleanFileName, contentDisposition } from './file-name.js'

it.each([
  ['guía rápida (1).txt', 'guía rápida (1).txt'],
  ['re\u0301sume\u0301.pdf', 'r\u00e9sum\u00e9.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\notes\\a.md', 'a.md'],
  ['..\uff0f..\uff0fx.pdf', 'x.pdf'],
  ['a\u2044b\u2215c.pdf', 'c.pdf'],
  ['..%2f..%5Cx.pdf', 'x.pdf'],
  ['..%25252fx.pdf', 'x.pdf'],
  ['50%25 off.pdf', '50%25 off.pdf'],
  ['a\u202etxt.md', 'atxt.md'],
  ['\ufeffx\u200b\u00ad\u3164.pdf', 'x.pdf'],
  ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie: x=1.pdf'],
  ['a\u2028b\ud800.pdf', 'ab.pdf'],
  [' x.pdf ', 'x.pdf'],
])('makes a label of %j', (given, label) => expect(cleanFileName(given)).toBe(label))

it.each(['', ' ', '.', '..', 'folder/', '\u0000\u202e', '%2f'])('makes nothing of %j', (given) => expect(cleanFileName(given)).toBeUndefined())

it('keeps the extension and whole characters of a long name', () => {
  expect(cleanFileName(`${'a'.repeat(196)}.txt`)).toBe(`${'a'.repeat(196)}.txt`)
  const label = cleanFileName(`${'💩'.repeat(200)}.pdf`) ?? ''
  expect(label.length).toBeLessThanOrEqual(200)
  expect(label).not.toMatch(/\p{Cs}/u)
  expect(label).toMatch(/^💩+…💩+\.pdf$/u)
})

it.each([
  ['guía.pdf', `attachment; filename="gu_a.pdf"; filename*=UTF-8''gu%C3%ADa.pdf`],
  ['a"; filename="b.html', `attachment; filename="a__ filename=_b.html"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html`],
  ["it's (1)*.txt", `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ['a\r\nb\ud800', `attachment; filename="a__b_"; filename*=UTF-8''a%0D%0Ab%EF%BF%BD`],
])('offers %j as a download whose header cannot be broken', (name, header) => expect(contentDisposition(name)).toBe(header))
