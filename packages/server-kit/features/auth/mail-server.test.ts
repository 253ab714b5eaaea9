import { routes } from '@coachkit/contract'
import { afterEach, expect, test, vi } from 'vitest'
import { type MailServer, startMailServer } from '../../adapters/mailer/smtp/__fixtures__/mail-server.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let mailServer: MailServer
let server: TestServer

afterEach(async () => {
  await server.close()
  await mailServer.close()
  vi.unstubAllEnvs()
})

test('with SMTP_URL and MAIL_FROM set, an account is opened with a code that comes by mail', async () => {
  mailServer = await startMailServer()
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${mailServer.port}`)
  vi.stubEnv('MAIL_FROM', 'Estudio Núñez <hola@ana.example>')
  server = await startTestServer({ mailer: undefined })
  const [email, password] = ['jose@example.com', 'siete caballos rumbo al mar']
  await server.call(routes.auth.register, { body: { email, password, fullName: 'José Núñez', language: 'es' } })
  await vi.waitFor(() => expect(mailServer.mails).toHaveLength(1), { timeout: 10_000 })
  const [mail] = mailServer.mails
  expect(mail).toMatchObject({ to: [email], text: expect.stringContaining('Hola, José Núñez:') })
  expect(mail?.headers.get('from')).toBe('Estudio Núñez <hola@ana.example>')
  const token = /^[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mail?.text ?? '')?.[0] ?? ''
  await server.call(routes.auth.verifyEmail, { body: { token } })
  expect(await server.call(routes.auth.login, { body: { email, password } })).toMatchObject({ account: { email, emailVerified: true } })
})
