import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Mail, Mailer } from '../../../ports/index.js'
import { type MailServer, password, startMailServer, user } from './__fixtures__/mail-server.js'
import { type SmtpOptions, smtp } from './index.js'

const from = 'Ana Núñez <ana@coach.example>'
const mail: Mail = { to: 'jose@example.com', subject: 'Confirma tu correo, ¿sí?', text: 'Hola, José:\n\nTu código: ñandú — 日本.\n\n.\nAdiós' }
/** An address of this machine that does not look like it: what a mail server elsewhere gets. */
const elsewhere = '0.0.0.0'
const opened: (Mailer | MailServer)[] = []

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close?.()
})

async function start(options?: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options)
  opened.push(server)
  return server
}
function mailer(options: SmtpOptions): Mailer {
  const made = smtp(options)
  opened.push(made)
  return made
}
const mailerOf = ({ port }: MailServer, options: { user?: string; password?: string; host?: string } = {}) =>
  mailer({ host: '127.0.0.1', port, from, ...options })
const send = (by: Mailer, what: Partial<Mail> = {}, signal = new AbortController().signal) => by.send({ ...mail, ...what }, { signal })
const failure = (work: Promise<void>) =>
  work.then(
    () => expect.unreachable('It was sent.'),
    (error: unknown) => error,
  )
/** What everybody may read of a failure. */
function expectDiscreet(error: unknown) {
  expect(error).toMatchObject({ name: 'AdapterError', adapter: 'smtp' })
  const shown = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`
  for (const secret of ['jose', 'example.com', 'coach.example', '127.0.0.1', elsewhere, password, 'la luna']) expect(shown).not.toContain(secret)
}

describe('a mail', () => {
  test('arrives as it was written, marked as sent by a program', async () => {
    const server = await start()
    await send(mailerOf(server))
    const [received] = server.mails
    expect(received).toMatchObject({ from: 'ana@coach.example', to: [mail.to], text: mail.text.concat('\n'), user: undefined })
    const headers = Object.fromEntries(received?.headers ?? [])
    expect(headers).toMatchObject({
      from: 'Ana Núñez <ana@coach.example>',
      to: mail.to,
      subject: mail.subject,
      'auto-submitted': 'auto-generated',
      'message-id': expect.stringMatching(/^<[^@\s]+@coach\.example>$/),
      'content-type': expect.stringMatching(/^text\/plain; charset=utf-8/i),
    })
  })

  test('goes over the connection of the one before, and over a new one when the server had enough of that', async () => {
    const server = await start()
    const one = mailerOf(server)
    for (const subject of ['1', '2', '3']) await send(one, { subject })
    expect([server.mails.length, server.connections()]).toEqual([3, 1])
    server.disconnect()
    await send(one)
    expect([server.mails.length, server.connections()]).toEqual([4, 2])
  })

  test.each([
    { to: 'jose@example.com\r\nBcc: eva@example.com' },
    { to: 'jose@example.com, eva@example.com' },
    { to: 'José <jose@example.com>' },
    { to: 'jose' },
    { subject: 'Hola\r\nBcc: eva@example.com' },
    { subject: 'Hola\nBcc: eva@example.com' },
  ])('%j is not sent', async (what) => {
    const server = await start()
    const error = await failure(send(mailerOf(server), what))
    expect(error).toMatchObject({ code: 'invalid_mail', retryable: false })
    expectDiscreet(error)
    expect(server.connections()).toBe(0)
  })
})

describe('signing in', () => {
  test('with the user and password of the address', async () => {
    const server = await start({ authOptional: false })
    await send(mailer({ url: `smtp://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}`, from }))
    expect(server.mails).toMatchObject([{ user }])
  })

  test('with a wrong password is a misconfiguration, told without it', async () => {
    const error = await failure(send(mailerOf(await start(), { user, password: 'la luna' })))
    expect(error).toMatchObject({ code: 'credentials', retryable: false })
    expectDiscreet(error)
  })
})

describe('TLS', () => {
  test('of a server on this machine is used where there is one, whoever made its certificate', async () => {
    const server = await start({ hideSTARTTLS: false, allowInsecureAuth: false, authOptional: false })
    await send(mailerOf(server, { user, password }))
    expect(server.mails).toMatchObject([{ secure: true, user }])
  })

  test.each([
    ['has none', { disabledCommands: ['STARTTLS'] }],
    ['hides it', { hideSTARTTLS: true }],
    ['has a certificate nobody vouches for', { hideSTARTTLS: false }],
  ])('a server elsewhere that %s gets neither password nor mail', async (_, options) => {
    const asked: unknown[] = []
    const server = await start({
      ...options,
      onAuth(auth, _session, done) {
        asked.push(auth)
        done(null, { user })
      },
    })
    const error = await failure(send(mailerOf(server, { host: elsewhere, user, password })))
    expect(error).toMatchObject({ code: 'tls', retryable: false })
    expectDiscreet(error)
    expect([asked, server.mails]).toEqual([[], []])
  })

  test('from the first byte asks for a certificate, too', async () => {
    const server = await start({ secure: true })
    const error = await failure(send(mailer({ url: `smtps://${elsewhere}:${server.port}`, from })))
    expect(error).toMatchObject({ code: 'tls', retryable: false })
  })
})

describe('a server that', () => {
  test.each([
    [451, true],
    [452, true],
    [550, false],
    [554, false],
  ])('answers %i is asked again: %s', async (responseCode, retryable) => {
    const server = await start({
      onRcptTo: ({ address }, _session, done) => done(Object.assign(new Error(`${address} is not here`), { responseCode })),
    })
    const error = await failure(send(mailerOf(server)))
    expect(error).toMatchObject({ code: 'refused', retryable, message: expect.stringContaining(String(responseCode)) })
    expectDiscreet(error)
  })

  test('is not there can be asked again', async () => {
    const error = await failure(send(mailer({ host: '127.0.0.1', port: 1, from })))
    expect(error).toMatchObject({ code: 'unreachable', retryable: true })
    expectDiscreet(error)
  })

  test.each([
    ['the caller leaves', new Error('left'), { code: 'aborted', retryable: false }],
    ['the time is over', new DOMException('late', 'TimeoutError'), { code: 'timeout', retryable: true }],
  ])('says nothing is left alone when %s', async (_, reason, expected) => {
    const connected: unknown[] = []
    const silent = createServer((socket) => {
      connected.push(socket)
      socket.on('error', () => undefined).on('close', () => connected.pop())
    }).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const controller = new AbortController()
    const work = failure(send(mailer({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port, from }), {}, controller.signal))
    await vi.waitFor(() => expect(connected).toHaveLength(1))
    controller.abort(reason)
    const error = await work
    expect(error).toMatchObject(expected)
    expectDiscreet(error)
    await vi.waitFor(() => expect(connected).toEqual([]))
    silent.close()
  })
})

test('a closed mailer sends nothing more', async () => {
  const server = await start()
  const one = mailerOf(server)
  await send(one)
  await one.close?.()
  expect(await failure(send(one))).toMatchObject({ code: 'closed', retryable: false })
})

test.each<[SmtpOptions, RegExp]>([
  [{ url: 'mail.example:587', from }, /smtp:\/\/user:password/],
  [{ url: 'http://mail.example', from }, /smtp:\/\//],
  [{ url: 'smtp://mail.example?tls.rejectUnauthorized=false', from }, /smtp:\/\//],
  [{ url: 'smtp://ana:%E0%A4%A@mail.example', from }, /smtp:\/\//],
  [{ url: 'smtp://ana@mail.example', from }, /both a user and a password/],
  [{ host: 'mail example', from }, /`host`/],
  [{ host: 'mail.example', port: 0, from }, /`port`/],
  [{ host: 'mail.example', from: 'Ana' }, /`from`/],
  [{ host: 'mail.example', from: 'Ana\r\nBcc: eva@example.com <ana@coach.example>' }, /`from`/],
  [{ host: 'mail.example', from: 'ana@coach.example, eva@example.com' }, /`from`/],
])('%j is refused at once, with what to write instead', (options, sentence) => {
  expect(() => smtp(options)).toThrow(expect.objectContaining({ name: 'AdapterError', code: 'invalid', message: expect.stringMatching(sentence) }))
})
