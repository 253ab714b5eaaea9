import { type Attachment, maxAttachmentBytes, type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytesOf } from '../../domain/bytes/byte-stream.js'
import { AdapterError, type Scanner } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
let scannerIsAway = false
const scanner: Scanner = {
  async scan(bytes) {
    if (scannerIsAway) throw new AdapterError({ adapter: 'clamd', code: 'unreachable', retryable: true, message: 'clamd cannot be reached.' })
    return { verdict: Buffer.from(await bytesOf(bytes)).includes(eicar) ? 'infected' : 'clean' }
  },
}
let server: TestServer
let owner: string
let slug: string
beforeAll(async () => {
  server = await startTestServer({ scanner })
  owner = await server.person()
  slug = (await server.call(routes.auth.me, { token: owner })).membership.creator.slug
  await server.call(routes.handover.updateSettings, { token: owner, body: { kind: 'direct' } })
}, 60_000)
afterAll(() => server.close())

async function open(): Promise<Visitor> {
  const { token } = await server.call(routes.sessions.create, { body: { creator: slug } })
  return { token, conversationId: (await server.call(routes.conversations.create, { token })).id }
}
const at = ({ path }: RouteDefinition, conversationId: string, attachmentId = '') =>
  path.replace('{conversationId}', conversationId).replace('{attachmentId}', attachmentId)
const upload = ({ token, conversationId }: Visitor, file: File) => {
  const body = new FormData()
  body.set('file', file)
  return server.request(at(routes.attachments.upload, conversationId), { method: 'POST', body, token })
}
const keep = async (visitor: Visitor, file = new File([png], 'piso.png')): Promise<Attachment> =>
  routes.attachments.upload.result.parse(await (await upload(visitor, file)).json())
const download = ({ token, conversationId }: Visitor, id: string) => server.request(at(routes.attachments.download, conversationId, id), { token })
const post = (route: RouteDefinition, { token, conversationId }: Visitor, body: object) =>
  server.request(at(route, conversationId), { method: 'POST', token, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
const history = async ({ token, conversationId }: Visitor) => (await server.call(routes.messages.list, { token, params: { conversationId } })).items

test('people send each other files, which only they can fetch, as downloads that run nothing', async () => {
  const visitor = await open()
  const photo = await keep(visitor)
  expect(photo).toMatchObject({ name: 'piso.png', type: 'image/png', size: png.length })
  const plan = await keep(visitor, new File(['%PDF-1.7 …'], 'plano "final".pdf', { type: 'text/html' }))
  // Not sent yet: its sender's alone.
  expect((await download(visitor, photo.id)).status).toBe(200)
  await expectRefusal(await download({ ...visitor, token: owner }, photo.id), 'RESOURCE_001')
  const body = { clientMessageId: 'a', text: '', attachments: [photo.id, plan.id] }
  const sent = routes.messages.send.result.parse(await (await post(routes.messages.send, visitor, body)).json())
  expect(sent).toMatchObject({ duplicate: false, message: { text: '', attachments: [photo, plan] } })
  expect(await (await post(routes.messages.send, visitor, body)).json()).toMatchObject({ duplicate: true, message: { id: sent.message.id } })
  await expectRefusal(await post(routes.messages.send, visitor, { ...body, attachments: [photo.id] }), 'idempotency_conflict')
  await expectRefusal(await post(routes.messages.send, visitor, { ...body, clientMessageId: 'b' }), 'RESOURCE_001')
  expect(await history(visitor)).toMatchObject([{ attachments: [photo, plan] }])

  const member = { ...visitor, token: owner }
  const fetched = await download(member, photo.id)
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(Buffer.from(png))
  expect(Object.fromEntries(fetched.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `attachment; filename="piso.png"; filename*=UTF-8''piso.png`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect((await download(member, plan.id)).headers.get('content-type')).toBe('application/pdf')
  await expectRefusal(await download(await open(), photo.id), 'RESOURCE_001')
  await expectRefusal(await download({ ...visitor, token: await server.person() }, photo.id), 'RESOURCE_001')

  await expectRefusal(await post(routes.messages.reply, member, { clientMessageId: 'r', text: '', attachments: [(await keep(member)).id] }), 'CONFLICT_001')
  await server.call(routes.handover.accept, { token: owner, params: { conversationId: visitor.conversationId } })
  const answer = await keep(member, new File(['Contrato'], 'contrato.txt'))
  // Nobody sends another's file.
  await expectRefusal(await post(routes.messages.send, visitor, { clientMessageId: 'c', text: 'x', attachments: [answer.id] }), 'RESOURCE_001')
  expect((await post(routes.messages.reply, member, { clientMessageId: 'r', text: 'Aquí está.', attachments: [answer.id] })).status).toBe(201)
  expect((await history(visitor)).at(-1)).toMatchObject({ role: 'member', author: 'Ana', attachments: [{ id: answer.id, type: 'text/plain' }] })
  expect(await (await download(visitor, answer.id)).text()).toBe('Contrato')
  expect(await server.coach.setup.findOrphans()).toEqual([])
})

test('a file is put away with its message: for its visitor, not for those who look after conversations', async () => {
  const visitor = await open()
  const { id } = await keep(visitor)
  const sent = await post(routes.messages.send, visitor, { clientMessageId: 'a', text: '', attachments: [id] })
  const { message } = routes.messages.send.result.parse(await sent.json())
  const params = { conversationId: visitor.conversationId, messageId: message.id }
  await server.call(routes.messages.archive, { token: visitor.token, params })
  await expectRefusal(await download(visitor, id), 'RESOURCE_001')
  expect((await download({ ...visitor, token: owner }, id)).status).toBe(200)
  await server.call(routes.messages.restore, { token: visitor.token, params })
  expect((await download(visitor, id)).status).toBe(200)
})

test('a file is taken by what its bytes are, within its size, and where people read it', async () => {
  const visitor = await open()
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const refused = [
    new File([svg], 'foto.svg'),
    new File([svg], 'foto.png', { type: 'image/png' }),
    new File(['<html>'], 'página.html'),
    new File([Uint8Array.from([0x4d, 0x5a, 0, 0])], 'nota.txt'),
    new File([Uint8Array.from([0x50, 0x4b, 3, 4])], 'todo.zip'),
    new File([], 'nada.txt'),
  ]
  for (const file of refused) await expectRefusal(await upload(visitor, file), 'ATTACHMENT_001')
  // Whatever it is called, an image is an image.
  expect(await keep(visitor, new File([png], 'raro.exe'))).toMatchObject({ type: 'image/png' })
  const large = new Uint8Array(maxAttachmentBytes + 1)
  large.set(png)
  await expectRefusal(await upload(visitor, new File([large], 'grande.png')), 'ATTACHMENT_002')
  await expectRefusal(await post(routes.messages.send, visitor, { clientMessageId: 'a', text: ' ' }), 'MESSAGE_001')
  await expectRefusal(await post(routes.messages.send, visitor, { clientMessageId: 'a', text: 'x', attachments: [] }), 'VAL_001')
  const twice = (await keep(visitor)).id
  await expectRefusal(await post(routes.messages.send, visitor, { clientMessageId: 'a', text: 'x', attachments: [twice, twice] }), 'RESOURCE_001')
  const withCoach = await server.visitor()
  await expectRefusal(await upload(withCoach, new File([png], 'a.png')), 'CONFLICT_001')
  await expectRefusal(await upload({ ...visitor, token: withCoach.token }, new File([png], 'a.png')), 'RESOURCE_001')
})

test('what holds malware, or could not be looked at, is nobody’s', async () => {
  const visitor = await open()
  const error = await expectRefusal(await upload(visitor, new File([`Texto con ${eicar}`], 'malo.txt')), 'ATTACHMENT_003')
  expect(error.message).toContain('Malware')
  scannerIsAway = true
  await expectRefusal(await upload(visitor, new File([png], 'a.png')), 'ATTACHMENT_004')
  scannerIsAway = false
  expect(await server.coach.setup.findOrphans()).toEqual([])
})
