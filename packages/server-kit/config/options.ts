import { type Language, maxMessageLength, type Tier, usualMessageLength } from '@coachkit/contract'
import * as z from 'zod/mini'
import { readSmtpOptions, type SmtpOptions } from '../adapters/mailer/smtp/smtp-settings.js'
import { type TrustedProxies, trustProxies } from '../domain/client-address/client-address.js'
import { type CrisisRule, usualCrisisRule } from '../domain/handover/crisis.js'
import type { Limits } from '../domain/limits/default-limits.js'
import { monthlyQuotas as defaultQuotas, type MonthlyQuotas } from '../domain/limits/monthly-quota.js'
import { defaultPrices, type Prices } from '../domain/pricing/prices.js'
import type { AccountPages } from '../features/auth/index.js'
import type { CoachTool } from '../features/tools/index.js'
import {
  AdapterError,
  type Authenticator,
  type BlobStore,
  type Bus,
  type CaptchaVerifier,
  type Egress,
  type Embedder,
  type LanguageModel,
  type Logger,
  type Mailer,
  type RateLimiter,
  type RealtimeGateway,
  type Reranker,
  type Scanner,
  type Storage,
  type TextExtractor,
} from '../ports/index.js'
import { type ConfigProvider, type DocumentOptions, documentSentence, documentSettings, documentsGiven } from './document-settings.js'
import { readLimits } from './read-limits.js'

/** What a host may say; everything has an embedded default. */
export interface CoachServerOptions {
  /** A PostgreSQL address; without it, and without DATABASE_URL, the embedded database in `dataDir` is used. */
  database?: string
  /** Says that the embedded database is meant, also in production. */
  embedded?: boolean
  /** Folder of the embedded database and of uploaded files. Default `./.coachkit`. */
  dataDir?: string
  /** Where the host mounted the kit, for example `/coach`. Default: at the root. */
  mountPath?: string
  /** Origins of pages that may call from elsewhere, for example `https://ana.example`. */
  allowedOrigins?: string[]
  /** Addresses and ranges of the proxies in front, for example `10.0.0.0/8`; only their `X-Forwarded-For` and `Forwarded` are believed. */
  trustedProxies?: string[]
  /** Limits in place of the defaults, by name; `false` counts nothing, for hosts whose gateway does. */
  limits?: Partial<Limits> | false
  /** What a tier may use in a month, in place of the defaults: answers, tokens in and out, millionths of a US dollar. A tier with `{}` has no quota. */
  monthlyQuotas?: Partial<Record<Tier, { exchanges?: number; tokens?: number; microUsd?: number }>>
  /** Characters of one message, 1 to 50,000: where a coach answers (4,000), and where people do (5,000). */
  maxMessageLength?: { coach?: number; people?: number }
  /**
   * Refuses what a visitor writes that a careless page would run (`<script>`, `javascript:`, `onclick=`): in the widget's conversations
   * (default), in `all`, or nowhere. The kit's own pages show every text as text; this is for pages that may not.
   */
  refuseScripts?: 'widget' | 'all' | false
  /** When the log says `usage.spike` of a creator: a day's tokens are so many times (5) those of an ordinary day of the week before, from so many on (200,000). `false`: never. */
  spendingWatch?: { times?: number; fromTokens?: number } | false
  /** What one instance does at a time: answers (100) and documents being read (4); and how long, in milliseconds, a silent instance keeps its work (15,000). */
  jobs?: { answers?: number; documents?: number; leaseMs?: number }
  /** What models cost, beside the kit's own list and before it: by id or name, in millionths of a US dollar for a million tokens. */
  prices?: Prices
  /**
   * Words of somebody who may be in danger, and what the coach says to them, by language, in place of the kit's own: for example an
   * answer that names the help there is in your country. Without words, nothing is looked for.
   */
  crisis?: Partial<Record<Language, { phrases?: string[]; answer?: string }>>
  /**
   * Answers a request with what a model wrote for the very same one: the same coach, conversation, knowledge, persona and model. For so many
   * seconds (1 to 604,800), and so many answers of each creator (default 1,000). Default: every answer is written anew.
   */
  answerCache?: { seconds: number; mostPerCreator?: number }
  /** Where calls are counted. Default: in PostgreSQL, or in this process with the embedded database. Closed with the server. */
  rateLimiter?: RateLimiter
  /** Lets an address that its limit refuses go on once it solved a challenge. Without it, it waits. */
  captcha?: CaptchaVerifier
  /** Folder of the widget's browser files. Default: those of the installed `@coachkit/widget`. */
  widgetDir?: string
  storage?: Storage
  languageModel?: LanguageModel
  /** What the coach may look up while it answers, by name: `{ odds: defineTool({ … }) }`. */
  tools?: Record<string, CoachTool>
  /** `false`: search by words alone. */
  embedder?: Embedder | false
  /** The embedder before this one: its vectors are searched until all passages have those of `embedder`. Without it, words alone are until then. */
  previousEmbedder?: Embedder
  /** Puts the found passages in order; at most 2 s, else their order stays. Default: none. */
  reranker?: Reranker
  /** How instances tell each other what happened. Default: over REDIS_URL, else over DATABASE_URL, else within this process. Closed with the server. */
  bus?: Bus
  /** Another server that holds the sockets, such as `centrifugo({ … })`. Default: this one does. Closed with the server. */
  realtime?: RealtimeGateway
  blobStore?: BlobStore
  extractor?: TextExtractor
  /** Looks for malware in every file before it is read. While it is away, files wait in quarantine. */
  scanner?: Scanner
  /** How large files may be, which are taken, and how they are cut into pieces. */
  documents?: DocumentOptions
  /** Asked for what of `documents` neither the options nor the environment say. */
  configProvider?: ConfigProvider
  /** Milliseconds between two requests to one website. Default 1,000; its robots.txt may ask for more. */
  websiteDelayMs?: number
  /** The door to the websites that creators name. Default: public addresses alone, ports 80 and 443, 10 MiB and 15 s an answer. Closed with the server. */
  egress?: Egress
  logger?: Logger
  /** The host's own sign-in for members, in place of accounts with passwords: then the routes of `auth` and `members` do not exist. */
  authenticator?: Authenticator
  /** Seals what is secret in the database, `id:base64` of 32 random bytes; several, the newest first. Default: ENCRYPTION_KEY, else a file in `dataDir`. */
  encryptionKey?: string
  /** Sends the codes that accounts need. Default: over SMTP_URL, else printed, and in production refused. Closed with the server. */
  mailer?: Mailer | undefined
  /** The name in every signed token (`iss`), such as the address people know. Default `coachkit`. */
  issuer?: string
  /** Of the keys that sign tokens from now on. Default RS256. */
  tokenAlgorithm?: 'RS256' | 'ES256'
  /** How long an anonymous visitor is known without coming back anew, in days, 1 to 365. Default 30. */
  sessionDays?: number
  /** Days that conversations are kept: without a new message (730), and once they are put away (180). `false`: for ever. */
  retention?: { active?: number; archived?: number } | false
  /** Pages of the host that take a mailed code as `#token=…`. */
  accountPages?: AccountPages
}

const whole = z.int().check(z.gte(0))
const place = z.int().check(z.gte(1))
const characters = z.int().check(z.gte(1), z.lte(maxMessageLength))
const quota = z.strictObject({ exchanges: z.optional(whole), tokens: z.optional(whole), microUsd: z.optional(whole) })
const crisis = z.strictObject({
  phrases: z.optional(z.array(z.string().check(z.minLength(2), z.maxLength(200)))),
  answer: z.optional(z.string().check(z.minLength(1), z.maxLength(2000))),
})
const texts = z.object({
  database: z.optional(z.string().check(z.regex(/^postgres(?:ql)?:\/\//))),
  embedded: z._default(z.boolean(), false),
  dataDir: z._default(z.string().check(z.minLength(1)), './.coachkit'),
  mountPath: z._default(z.string().check(z.regex(/^(?:\/[\w.~-]+)*$/)), ''),
  allowedOrigins: z._default(z.array(z.url()), []),
  issuer: z._default(z.string().check(z.minLength(1), z.maxLength(200)), 'coachkit'),
  encryptionKey: z.optional(z.string()),
  sessionDays: z._default(z.int().check(z.gte(1), z.lte(365)), 30),
  jobs: z._default(z.strictObject({ answers: z.optional(place), documents: z.optional(place), leaseMs: z.optional(z.int().check(z.gte(1000))) }), {}),
  documents: documentSettings,
  refuseScripts: z._default(z.union([z.enum(['widget', 'all']), z.literal(false)]), 'widget'),
  maxMessageLength: z._default(
    z.strictObject({ coach: z._default(characters, usualMessageLength.coach), people: z._default(characters, usualMessageLength.people) }),
    usualMessageLength,
  ),
  answerCache: z.optional(
    z.strictObject({ seconds: z.int().check(z.gte(1), z.lte(604_800)), mostPerCreator: z._default(z.int().check(z.gte(1), z.lte(100_000)), 1000) }),
  ),
  spendingWatch: z._default(
    z.union([z.literal(false), z.strictObject({ times: z._default(z.number().check(z.gte(1)), 5), fromTokens: z._default(whole, 200_000) })]),
    { times: 5, fromTokens: 200_000 },
  ),
  tools: z._default(z.record(z.string().check(z.regex(/^[a-zA-Z][\w-]{0,63}$/)), z.custom<CoachTool>(isTool)), {}),
  prices: z._default(z.record(z.string(), z.strictObject({ prompt: whole, completion: whole })), {}),
  crisis: z._default(z.strictObject({ es: z.optional(crisis), en: z.optional(crisis), pt: z.optional(crisis) }), {}),
  retention: z._default(z.union([z.literal(false), z.strictObject({ active: z._default(place, 730), archived: z._default(place, 180) })]), {
    active: 730,
    archived: 180,
  }),
  monthlyQuotas: z._default(z.strictObject({ free: z.optional(quota), premium: z.optional(quota), enterprise: z.optional(quota) }), {}),
})
export interface Settings extends Omit<z.output<typeof texts>, 'monthlyQuotas' | 'crisis'> {
  crisis: CrisisRule
  production: boolean
  trustedProxies: TrustedProxies
  /** Absent: nothing is counted. */
  limits: Limits | undefined
  monthlyQuotas: MonthlyQuotas
  /** Redis for telling other instances; absent: the environment names none. */
  redis: string | undefined
  /** Absent: the environment names no mail server. */
  smtp: SmtpOptions | undefined
}

const sentences: Record<string, string> = {
  database: 'DATABASE_URL (or `database`) must be a PostgreSQL address like postgres://user@host:5432/name.',
  dataDir: '`dataDir` must name a folder.',
  mountPath: '`mountPath` must look like /coach: a leading slash, none at the end.',
  issuer: '`issuer` must be a name or address of at most 200 characters.',
  sessionDays: '`sessionDays` must be a whole number of days from 1 to 365.',
  allowedOrigins: '`allowedOrigins` must list origins like https://example.com.',
  jobs: '`jobs` must be like { answers: 100, documents: 4, leaseMs: 15000 }: whole numbers from 1 up, a lease of at least a second.',
  documents: documentSentence,
  refuseScripts: "`refuseScripts` must be 'widget', 'all' or false.",
  maxMessageLength: '`maxMessageLength` must be like { coach: 4000, people: 5000 }: whole numbers of characters from 1 to 50,000.',
  answerCache: '`answerCache` must be like { seconds: 3600, mostPerCreator: 1000 }: a second to a week, and 1 to 100,000 answers.',
  spendingWatch: '`spendingWatch` must be like { times: 5, fromTokens: 200000 }, a number from 1 up and a whole number of tokens, or false.',
  tools: '`tools` must be like { odds: defineTool({ … }) }, with names of at most 64 letters, digits, `_` and `-`.',
  prices: '`prices` must be like { "gpt-4o": { prompt: 2500000, completion: 10000000 } }: whole numbers, millionths of a US dollar for a million tokens.',
  crisis: "`crisis` must be like { en: { phrases: ['…'], answer: '…' } }: for es, en and pt, sentences of at most 2,000 characters.",
  retention: '`retention` must be like { active: 730, archived: 180 }, whole numbers of days from 1 up, or false.',
  monthlyQuotas:
    '`monthlyQuotas` must be like { free: { exchanges: 10000, tokens: 5000000, microUsd: 2000000 } }: whole numbers from 0 up, for free, premium and enterprise.',
}

/** Options and environment, parsed. Fails with an AdapterError whose message says what to write instead; the logger hears of what was passed over. */
export function readSettings(options: CoachServerOptions, env: Record<string, string | undefined>, logger: Logger): Settings {
  const {
    database = options.embedded ? undefined : env.DATABASE_URL,
    embedded,
    dataDir,
    mountPath,
    allowedOrigins,
    issuer,
    sessionDays,
    monthlyQuotas,
    prices,
    jobs,
  } = options
  const parsed = texts.safeParse({
    database: database || undefined,
    embedded,
    dataDir,
    mountPath: mountPath?.replace(/\/$/, ''),
    allowedOrigins,
    issuer,
    sessionDays,
    encryptionKey: options.encryptionKey ?? (env.ENCRYPTION_KEY || undefined),
    monthlyQuotas,
    prices,
    jobs,
    retention: options.retention,
    crisis: options.crisis,
    answerCache: options.answerCache,
    maxMessageLength: options.maxMessageLength,
    documents: documentsGiven(options.documents, { env, provider: options.configProvider, logger }),
    refuseScripts: options.refuseScripts,
    spendingWatch: options.spendingWatch,
    tools: options.tools,
  })
  if (!parsed.success) throw misconfigured(sentences[String(parsed.error.issues[0]?.path[0])] ?? 'The options are not valid.')
  const production = env.NODE_ENV === 'production'
  if (production && !parsed.data.database && !parsed.data.embedded && !options.storage) {
    throw misconfigured(
      'In production a database is needed: set DATABASE_URL to a PostgreSQL server, or write `embedded: true` to use the embedded database knowingly.',
    )
  }
  if (production && parsed.data.database && !parsed.data.encryptionKey) {
    throw misconfigured('In production ENCRYPTION_KEY is needed: it seals the keys that sign tokens. Make one with: echo "k1:$(openssl rand -base64 32)"')
  }
  return {
    ...parsed.data,
    production,
    trustedProxies: proxiesOf(options),
    limits: limitsOf(options),
    prices: { ...defaultPrices, ...parsed.data.prices },
    crisis: crisisOf(parsed.data.crisis),
    monthlyQuotas: { ...defaultQuotas, ...(monthlyQuotas ?? {}) },
    redis: options.bus ? undefined : env.REDIS_URL || undefined,
    smtp: options.mailer ? undefined : smtpOf(env),
  }
}

function isTool(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'prepare' in value
}

/** What the host says of a language, and the kit's own for the rest. */
function crisisOf(given: z.output<typeof texts>['crisis']): CrisisRule {
  const of = (language: Language) => ({
    phrases: given[language]?.phrases ?? usualCrisisRule[language].phrases,
    answer: given[language]?.answer ?? usualCrisisRule[language].answer,
  })
  return { es: of('es'), en: of('en'), pt: of('pt') }
}

function proxiesOf({ trustedProxies = [] }: CoachServerOptions): TrustedProxies {
  try {
    return trustProxies(trustedProxies)
  } catch (error) {
    throw misconfigured(`\`trustedProxies\`: ${error instanceof RangeError ? error.message : 'a list of addresses and ranges is needed.'}`)
  }
}

/** The mail server of the environment; what is wrong with it is told at the start, not by mail that never comes. */
function smtpOf({ SMTP_URL: url, MAIL_FROM: from }: Record<string, string | undefined>): SmtpOptions | undefined {
  if (!url) return undefined
  if (!from) throw misconfigured('With SMTP_URL, MAIL_FROM is needed: who mail is from, like Ana López <ana@ana.example>.')
  try {
    readSmtpOptions({ url, from })
  } catch (error) {
    throw misconfigured(`SMTP_URL and MAIL_FROM: ${error instanceof AdapterError ? error.message : 'they are not valid.'}`)
  }
  return { url, from }
}

function limitsOf({ limits }: CoachServerOptions): Limits | undefined {
  try {
    return readLimits(limits)
  } catch (error) {
    const name = error instanceof RangeError ? error.message : ''
    throw misconfigured(`\`limits.${name}\` must be one of the kit's limits and like { limit: 100, windowMs: 60000 }: counts from 0 up, times above 0.`)
  }
}

function misconfigured(message: string): AdapterError {
  return new AdapterError({ adapter: 'config', code: 'invalid', retryable: false, message })
}
