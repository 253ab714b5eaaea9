import { mkdtemp, readdir, readFile, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { maxLogoBytes, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const heads = { png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], gif: [...Buffer.from('GIF89a')] }
const image = (kind: keyof typeof heads, size = 200) => new Uint8Array(size).map((_, at) => heads[kind][at] ?? at % 251)
let folder: string
let server: TestServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-logos-'))
  server = await startTestServer({ blobStore: fileSystem({ dir: folder }) })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function send(bytes: Uint8Array, token: string, name = 'logo.png') {
  const body = new FormData()
  body.set('file', new File([new Uint8Array(bytes)], name))
  return server.request(routes.creators.uploadLogo.path, { method: 'POST', body, token })
}
const sent = async (bytes: Uint8Array, token: string) => routes.creators.uploadLogo.result.parse(await (await send(bytes, token)).json())
const profile = (token: string) => server.call(routes.creators.profile, { token })
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const files = async (creatorId: string) => (await readdir(folder)).filter((name) => name.startsWith(creatorId))

test('an image becomes the logo, is shown to everybody, and is replaced by the next', async () => {
  const token = await server.person()
  const before = await profile(token)
  expect(before).not.toHaveProperty('logo')
  const address = routes.creators.logo.path.replace('{creator}', before.slug)
  await expectRefusal(await server.request(address), 'RESOURCE_001')

  const { logo = '', updatedAt } = await sent(image('png'), token)
  expect(logo.startsWith(`${address}?v=`)).toBe(true)
  expect(Date.parse(updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt))
  expect(await server.call(routes.widget.config, { params: { creator: before.slug } })).toMatchObject({ logo })
  const shown = await server.request(logo)
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    etag: expect.stringMatching(/^"[\w-]+"$/),
  })
  expect(await bytesOf(shown)).toEqual(image('png'))
  const etag = shown.headers.get('etag') ?? ''
  for (const known of [etag, `W/${etag}`, `"a", ${etag}`]) {
    const again = await server.request(address, { headers: { 'if-none-match': known } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
  }

  const next = await sent(image('gif'), token)
  expect(next.logo).not.toBe(logo)
  const replaced = await server.request(address, { headers: { 'if-none-match': etag } })
  expect([replaced.status, replaced.headers.get('content-type')]).toEqual([200, 'image/gif'])
  expect(await bytesOf(replaced)).toEqual(image('gif'))
  const kept = await files(before.id)
  expect(kept).toHaveLength(1)
  expect(new Uint8Array(await readFile(join(folder, kept[0] ?? '')))).toEqual(image('gif'))

  await server.call(routes.creators.removeLogo, { token })
  await expectRefusal(await server.request(address), 'RESOURCE_001')
  expect(await files(before.id)).toEqual([])
  expect(await profile(token)).not.toHaveProperty('logo')
  await expectRefusal(await server.request(routes.creators.removeLogo.path, { method: 'DELETE', token }), 'RESOURCE_001')
  const { items } = await server.call(routes.audit.list, { token, query: { limit: 100 } })
  expect(items.map(({ action }) => action).filter((action) => action.startsWith('creator.'))).toEqual([
    'creator.logo_removed',
    'creator.logo_changed',
    'creator.logo_changed',
  ])
})

test('of many at once one stays, and one file', async () => {
  const token = await server.person()
  const answers = await Promise.all(Array.from({ length: 6 }, () => send(image('png'), token)))
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
  const { id, logo = '' } = await profile(token)
  expect(await files(id)).toHaveLength(1)
  expect((await server.request(logo)).status).toBe(200)
})

test('what is no image, or a large one, is refused and changes nothing', async () => {
  const token = await server.person()
  const { logo, id } = await sent(image('png', maxLogoBytes), token)
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  for (const [bytes, name] of [
    [svg, 'logo.svg'],
    [svg, 'logo.png'],
    [new TextEncoder().encode('<html>'), 'logo.gif'],
    [new Uint8Array(), 'logo.png'],
  ] as const)
    await expectRefusal(await send(bytes, token, name), 'LOGO_001')
  await expectRefusal(await send(image('png', maxLogoBytes + 1), token), 'LOGO_002')
  await expectRefusal(await send(image('png', 4 * maxLogoBytes), token), 'LOGO_002')
  await expectRefusal(
    await server.request(routes.creators.uploadLogo.path, { method: 'POST', token, body: '{}', headers: { 'content-type': 'application/json' } }),
    'REQUEST_003',
  )
  expect((await profile(token)).logo).toBe(logo)
  expect(await files(id)).toHaveLength(1)
})

test('a page sees it where it may use the coach', async () => {
  const token = await server.person()
  const { logo = '' } = await sent(image('png'), token)
  const fromPage = () => server.request(logo, { headers: { origin: 'https://ana.example' } })
  await expectRefusal(await fromPage(), 'ORIGIN_001')
  await server.call(routes.creators.setAllowedDomains, { token, body: { domains: ['ana.example'] } })
  const shown = await fromPage()
  expect([shown.status, shown.headers.get('access-control-allow-origin')]).toEqual([200, 'https://ana.example'])
})

test('a creator’s server may not change it; a logo whose file is lost is none', async () => {
  await expectRefusal(await send(image('png'), server.key), 'AUTH_003')
  const token = await server.person()
  const { logo = '', id } = await sent(image('png'), token)
  for (const name of await files(id)) await unlink(join(folder, name))
  await expectRefusal(await server.request(logo), 'RESOURCE_001')
  await expectRefusal(await server.request(routes.creators.logo.path.replace('{creator}', 'nobody')), 'CREATOR_001')
})
