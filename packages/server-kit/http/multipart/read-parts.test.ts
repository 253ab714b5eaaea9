import { CoachError } from '@coachkit/contract'
import { describe, expect, it } from 'vitest'
import { bytesOf as collected } from '../../domain/bytes/byte-stream.js'
import { readParts } from './read-parts.js'

const type = 'multipart/form-data; boundary=b'
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const part = (headers: string, content = 'x') => `--b\r\n${headers}\r\n\r\n${content}\r\n`
const disposition = 'Content-Disposition: form-data; name="file"; filename="a.txt"'

/** In pieces of `size` bytes. */
async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function read(bytes: Uint8Array, contentType: string, size = bytes.length) {
  const parts = []
  for await (const { content, ...named } of readParts(inPieces(bytes, size), contentType)) parts.push({ ...named, bytes: await collected(content) })
  return parts
}
/** The same, however it is cut. */
async function parsed(body: string, contentType = type) {
  const readings = await Promise.all([1, 2, 7, body.length + 1].map((size) => read(bytesOf(body), contentType, size)))
  const [whole, ...others] = readings.map((parts) => parts.map(({ name, fileName, bytes }) => [name, fileName, Buffer.from(bytes).toString('utf8')]))
  for (const other of others) expect(other).toEqual(whole)
  return whole
}
async function refusal(body: string, contentType = type, size = body.length): Promise<unknown> {
  try {
    return await read(bytesOf(body), contentType, size)
  } catch (error) {
    if (!CoachError.isInstance(error)) throw error
    return (error.details?.issues as { code: string }[] | undefined)?.[0]?.code
  }
}

it('reads what a real client writes', async () => {
  const form = new FormData()
  form.set('note', 'línea 1\nlínea 2')
  form.set('file', new File([Uint8Array.of(0, 13, 10, 45, 45, 255)], 'guía "1".pdf'))
  const request = new Response(form)
  const parts = await read(new Uint8Array(await request.arrayBuffer()), request.headers.get('content-type') ?? '')
  expect(parts).toEqual([
    { name: 'note', fileName: undefined, bytes: bytesOf('línea 1\r\nlínea 2') },
    { name: 'file', fileName: 'guía "1".pdf', bytes: Uint8Array.of(0, 13, 10, 45, 45, 255) },
  ])
})

describe('accepts', async () => {
  it.each([
    ['a preamble and an epilogue', `hello\r\n${part(disposition)}--b--\r\nbye`],
    ['padding behind a delimiter', `--b \t\r\n${disposition}\r\n\r\nx\r\n--b--`],
    ['a quoted boundary', `${part(disposition)}--b--`, 'multipart/form-data; charset=utf-8; boundary="b"'],
    ['names without quotes', `${part('content-disposition: FORM-DATA; name=file; filename=a.txt')}--b--`],
    ['a name for other programs beside the plain one', `${part(`${disposition}; filename*=UTF-8''..%2fb.html`)}--b--`],
    ['base64', `${part(`${disposition}\r\nContent-Transfer-Encoding: BASE64`, 'eA==')}--b--`],
    ['quoted-printable', `${part(`${disposition}\r\nContent-Transfer-Encoding: quoted-printable`, '=78=\r\n')}--b--`],
  ])('%s', async (_name, body, contentType?: string) => {
    expect(await parsed(body, contentType)).toEqual([['file', 'a.txt', 'x']])
  })

  it('content that only begins like a delimiter', async () => {
    const content = 'x\r\n--bb\r\n--b-\r\n--b x\r\n--'
    expect(await parsed(`${part(disposition, content)}--b--`)).toEqual([['file', 'a.txt', content]])
  })

  it('an empty file, and one that ends in line ends', async () => {
    expect(await parsed(`${part(disposition, '')}--b--`)).toEqual([['file', 'a.txt', '']])
    expect(await parsed(`${part(disposition, '\r\n\r\n')}--b--`)).toEqual([['file', 'a.txt', '\r\n\r\n']])
  })

  it('quotes in names, escaped in either way', async () => {
    const name = 'Content-Disposition: form-data; name="file"; filename="a\\"b%22c;d.txt"'
    expect(await parsed(`${part(name)}--b--`)).toEqual([['file', 'a"b"c;d.txt', 'x']])
  })
})

describe('refuses', async () => {
  it.each([
    ['no boundary', part(disposition), 'multipart/form-data', 'multipart_boundary'],
    ['an empty boundary', part(disposition), 'multipart/form-data; boundary=', 'multipart_boundary'],
    ['two boundaries', `${part(disposition)}--b--`, `${type}; boundary=c`, 'multipart_boundary'],
    ['a boundary of 71 characters', '', `multipart/form-data; boundary=${'b'.repeat(71)}`, 'multipart_boundary'],
    ['another boundary', `${part(disposition)}--b--`, 'multipart/form-data; boundary=c', 'multipart_boundary'],
    ['no parts', '--b--', type, 'multipart_boundary'],
    ['an empty body', '', type, 'multipart_boundary'],
    ['a part that is not closed', part(disposition), type, 'multipart_not_closed'],
    ['a delimiter within a line', `${part(disposition, 'y').trimEnd()}--b--`, type, 'multipart_not_closed'],
    ['a part without headers', '--b\r\n\r\nx\r\n--b--', type, 'multipart_part_header'],
    ['a part without a disposition', `${part('Content-Type: text/plain')}--b--`, type, 'multipart_part_header'],
    ['an attachment', `${part('Content-Disposition: attachment; name="file"')}--b--`, type, 'multipart_part_header'],
    ['a part without a name', `${part('Content-Disposition: form-data; filename="a"')}--b--`, type, 'multipart_part_header'],
    ['two names of a file', `${part(`${disposition}; filename="b.html"`)}--b--`, type, 'multipart_part_header'],
    ['two dispositions', `${part(`${disposition}\r\n${disposition}`)}--b--`, type, 'multipart_part_header'],
    ['a NUL in a header', `${part(disposition.replace('a.txt', 'a\u0000.txt'))}--b--`, type, 'multipart_part_header'],
    ['a bare CR in a header', `${part(disposition.replace('a.txt', 'a\r.txt'))}--b--`, type, 'multipart_part_header'],
    ['a bare LF in a header', `${part(disposition.replace('a.txt', 'a\n.txt'))}--b--`, type, 'multipart_part_header'],
    ['a folded header', `${part(`${disposition};\r\n x=y`)}--b--`, type, 'multipart_part_header'],
    ['a header without a name', `${part(`${disposition}\r\n: x`)}--b--`, type, 'multipart_part_header'],
    ['headers of more than 4 KiB', `${part(`${disposition}\r\nX: ${'y'.repeat(4096)}`)}--b--`, type, 'multipart_part_header'],
    ['an encoding nobody uses', `${part(`${disposition}\r\nContent-Transfer-Encoding: x-uuencode`)}--b--`, type, 'multipart_transfer_encoding'],
    ['more than 20 parts', `${part(disposition).repeat(21)}--b--`, type, 'multipart_too_many_parts'],
  ])('%s', async (_name, body, contentType, code) => {
    for (const size of [1, 5, 5000]) expect(await refusal(body, contentType, size)).toBe(code)
  })
})

it('takes 20 parts', async () => {
  expect(await parsed(`${part(disposition).repeat(20)}--b--`)).toHaveLength(20)
})
