import { isIPv4 } from 'node:net'
import { smtpError } from './smtp-error.js'

export interface SmtpServerOptions {
  host: string
  /** Default 587, and 465 with `secure`. */
  port?: number
  /** TLS from the first byte. Otherwise STARTTLS, which only this machine itself may lack. */
  secure?: boolean
  user?: string
  password?: string
}
/** `url`: such as `smtp://user:password@mail.example:587`, or `smtps://` for TLS from the first byte. `from`: `Ana López <ana@ana.example>`, or the address alone. */
export type SmtpOptions = { from: string } & ({ url: string } | SmtpServerOptions)

export interface SmtpSettings {
  host: string
  port: number
  secure: boolean
  /** The server runs on this machine. */
  local: boolean
  auth: { user: string; pass: string } | undefined
  from: { name: string; address: string }
}

/** Neither a control character nor what would begin a second address. */
const plainAddress = /^[^\s\p{Cc}<>,;:"()[\]\\@]+@[^\s\p{Cc}<>,;:"()[\]\\@]+$/u

/** Throws AdapterError `invalid`, whose message says what to write instead and repeats nothing that was given. */
export function readSmtpOptions(options: SmtpOptions): SmtpSettings {
  const { host, secure = false, port = secure ? 465 : 587, user, password } = 'url' in options ? serverOf(options.url) : options
  if (!/^[\w.:-]+$/.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw invalid('The mail server needs a `host`, and a `port` from 1 to 65535.')
  if (!user !== !password) throw invalid('The mail server needs both a user and a password, or neither.')
  const auth = user && password ? { user, pass: password } : undefined
  return { host, port, secure, local: isLocal(host), auth, from: senderOf(options.from) }
}

/** Whether this is the address of one person and nothing besides. */
export function isPlainAddress(text: string): boolean {
  return plainAddress.test(text)
}

/** Whether a text can stand in a header without beginning another. */
export function isHeaderText(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}

function serverOf(url: string): SmtpServerOptions {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  // A query could be taken for settings of the connection; there are none.
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || !/^\/?$/.test(parsed.pathname) || parsed.search || parsed.hash) throw invalidUrl()
  return {
    host: parsed.hostname.replace(/^\[(.+)\]$/, '$1'),
    secure: parsed.protocol === 'smtps:',
    user: decoded(parsed.username),
    password: decoded(parsed.password),
    ...(parsed.port ? { port: Number(parsed.port) } : {}),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalidUrl()
  }
}

function senderOf(from: string): SmtpSettings['from'] {
  const [, name = '', address = from] = /^([^<>]*)<([^<>]+)>$/.exec(from.trim()) ?? []
  const sender = { name: name.trim().replace(/^"(.*)"$/, '$1'), address: address.trim() }
  if (!isPlainAddress(sender.address) || !isHeaderText(sender.name)) throw invalid('Mail is sent `from` an address like Ana López <ana@ana.example>.')
  return sender
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

function invalidUrl() {
  return invalid('The mail server’s address must look like smtp://user:password@mail.example:587, or smtps://… for TLS from the first byte.')
}

function invalid(message: string) {
  return smtpError({ code: 'invalid', retryable: false, message })
}
