import { type Form, type FormAnswers, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const form: Form = {
  intro: 'Antes de empezar:',
  fields: [
    { name: 'who', type: 'name', required: true },
    { name: 'mail', type: 'email', required: false },
    {
      name: 'about',
      type: 'select',
      label: { es: 'Tema', en: 'Subject' },
      required: true,
      options: [
        { es: 'Tarifas', en: 'Prices' },
        { es: 'Otra cosa', en: 'Something else' },
      ],
    },
  ],
  consent: { text: { es: 'Acepto que se guarden mis mensajes.', en: 'You may keep my messages.' }, link: 'https://ana.example/privacidad' },
}
let server: TestServer
let owner: string
let creator: string
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.person()
  creator = (await server.call(routes.creators.profile, { token: owner })).slug
  await server.call(routes.widget.updateSettings, { token: owner, body: { form } })
}, 60_000)
afterAll(() => server.close())

const visit = () => server.call(routes.sessions.create, { body: { creator } })
const shown = async () => (await server.call(routes.widget.config, { params: { creator } })).form
const complete = async (): Promise<FormAnswers> => ({
  version: (await shown())?.version ?? '',
  language: 'en',
  answers: { who: ' Eva ', about: 'Prices' },
  consent: true,
})
const put = (token: string, body: unknown) =>
  server.request(routes.sessions.answerForm.path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), token })
const begin = (token: string) => server.request(routes.conversations.create.path, { method: 'POST', token })

test('a conversation begins once the form is answered, and keeps what was answered, when, and the words that were agreed to', async () => {
  const { token, session } = await visit()
  expect(session).not.toHaveProperty('formVersion')
  await expectRefusal(await begin(token), 'FORM_003')
  const given = await complete()
  expect(await server.call(routes.sessions.answerForm, { token, body: given })).toMatchObject({ id: session.id, formVersion: given.version })
  const { id } = await server.call(routes.conversations.create, { token })
  const kept = await server.call(routes.conversations.get, { token: owner, params: { conversationId: id } })
  expect(kept.form).toEqual({
    version: given.version,
    answeredAt: expect.stringMatching(/Z$/),
    language: 'en',
    answers: [
      { name: 'who', label: 'Name', value: 'Eva' },
      { name: 'about', label: 'Subject', value: 'Prices' },
    ],
    consent: { text: 'You may keep my messages.', link: 'https://ana.example/privacidad' },
  })
  // The visitor comes back: it is remembered.
  expect((await server.call(routes.sessions.current, { token })).session.formVersion).toBe(given.version)
  expect((await begin(token)).status).toBe(201)
})

test('other words are another version: who began goes on, who begins answers anew', async () => {
  const { token } = await visit()
  const given = await complete()
  await server.call(routes.sessions.answerForm, { token, body: given })
  const { id } = await server.call(routes.conversations.create, { token })
  await server.call(routes.widget.updateSettings, { token: owner, body: { form: { ...form, intro: 'Primero:' } } })
  await expectRefusal(await begin(token), 'FORM_003')
  await expectRefusal(await put(token, given), 'FORM_001')
  await server.call(routes.messages.send, { token, params: { conversationId: id }, body: { clientMessageId: 'a', text: 'Hola' } })
  const again = await complete()
  expect(again.version).not.toBe(given.version)
  await server.call(routes.sessions.answerForm, { token, body: again })
  // What was agreed to when it began stays.
  expect((await server.call(routes.conversations.get, { token: owner, params: { conversationId: id } })).form?.version).toBe(given.version)
  await server.call(routes.widget.updateSettings, { token: owner, body: { form } })
  expect((await shown())?.version).toBe(given.version)
})

test.each<[string, (given: FormAnswers) => unknown]>([
  ['without consent', ({ consent: _, ...given }) => given],
  ['with consent refused', (given) => ({ ...given, consent: false })],
  ['without what is required', (given) => ({ ...given, answers: { about: 'Prices' } })],
  ['with spaces for what is required', (given) => ({ ...given, answers: { ...given.answers, who: '  ' } })],
  ['with an address that is none', (given) => ({ ...given, answers: { ...given.answers, mail: 'eva at example' } })],
  ['with a choice that is not offered', (given) => ({ ...given, answers: { ...given.answers, about: 'Tarifas' } })],
  ['with a field that nobody asked for', (given) => ({ ...given, answers: { ...given.answers, more: 'x' } })],
])('%s it is refused, and nothing is kept', async (_, change) => {
  const { token } = await visit()
  await expectRefusal(await put(token, change(await complete())), 'FORM_002')
  await expectRefusal(await begin(token), 'FORM_003')
})

test.each<[string, unknown]>([
  ['a script for a link', { ...form, consent: { text: 'a', link: 'javascript:alert(1)' } }],
  ['nothing in it', { fields: [] }],
  ['a choice of one', { fields: [{ name: 'a', type: 'select', label: 'a', required: true, options: ['b'] }] }],
  ['a text without a label', { fields: [{ name: 'a', type: 'text', required: true }] }],
  ['two fields of one name', { fields: [form.fields[0], form.fields[0]] }],
  ['words in no language', { fields: [], consent: { text: {} } }],
  ['seven fields', { fields: Array.from({ length: 7 }, (_, at) => ({ name: `f${at}`, type: 'name', required: false })) }],
])('a form with %s cannot be set', async (_, wrong) => {
  const response = await server.request(routes.widget.updateSettings.path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ form: wrong }),
    token: owner,
  })
  await expectRefusal(response, 'VAL_001')
})
