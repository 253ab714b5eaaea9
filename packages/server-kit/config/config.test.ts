import { afterEach, describe, expect, test } from 'vitest'
import { jsonLogger, redactedLogger } from '../adapters/logger/index.js'
import { defaultLimits } from '../domain/limits/default-limits.js'
import { monthlyQuotas } from '../domain/limits/monthly-quota.js'
import { startOllamaServer, startOpenAiServer } from '../testing/model-servers/index.js'
import { detectModels } from './detect-models.js'
import { type CoachServerOptions, readSettings } from './options.js'

const logger = jsonLogger({ level: 'silent' })
const nowhere = 'http://127.0.0.1:9'
let server: { url: string; close(): Promise<void> } | undefined

/** A logger as a host would write one, and what it was told once the redactor had let it through. */
function listening() {
  const lines: Record<string, unknown>[] = []
  const warn = (event: string, fields = {}) => void lines.push({ event, ...fields })
  return { lines, logger: redactedLogger({ info: () => undefined, warn, error: () => undefined }) }
}

afterEach(async () => {
  await server?.close()
  server = undefined
})

describe('settings', () => {
  test('without a word the embedded database in ./.coachkit is used', () => {
    expect(readSettings({}, {}, logger)).toMatchObject({ dataDir: './.coachkit', mountPath: '', allowedOrigins: [], production: false })
    expect(readSettings({}, { DATABASE_URL: '' }, logger).database).toBeUndefined()
  })

  test('documents are as the host says, else as the environment does', () => {
    const env = { MAX_UPLOAD_BYTES: '1000', SUPPORTED_FORMATS: 'PDF, md' }
    expect(readSettings({}, env, logger).documents).toEqual({ maxUploadBytes: 1000, formats: ['pdf', 'md'], chunkTokens: 280, overlapTokens: 60 })
    expect(readSettings({ documents: { formats: ['txt'], overlapTokens: 0 } }, env, logger).documents).toMatchObject({
      maxUploadBytes: 1000,
      formats: ['txt'],
      overlapTokens: 0,
    })
  })

  test('where neither the host nor the environment says it, the provider does; a value that is none is told and passed over', () => {
    const kept: Record<string, string | number> = { max_upload_bytes: 2000, supported_formats: '.pdf,.txt', uploads_dir: '/srv/uploads' }
    const configProvider = { get: (key: string) => kept[key] }
    const said = { maxUploadBytes: 2000, formats: ['pdf', 'txt'], uploadsDir: '/srv/uploads' }
    expect(readSettings({ configProvider }, {}, logger).documents).toMatchObject(said)
    const { logger: heard, lines } = listening()
    const env = { MAX_UPLOAD_BYTES: 'much', SUPPORTED_FORMATS: 'pdf, exe', UPLOADS_DIR: '/srv/files' }
    expect(readSettings({ configProvider }, env, heard).documents).toMatchObject({ ...said, uploadsDir: '/srv/files' })
    expect(lines.map(({ event, setting, source }) => [event, setting, source])).toEqual([
      ['config.invalid', 'MAX_UPLOAD_BYTES', 'environment'],
      ['config.invalid', 'SUPPORTED_FORMATS', 'environment'],
    ])
    expect(readSettings({ configProvider, documents: { maxUploadBytes: 3000 } }, {}, logger).documents.maxUploadBytes).toBe(3000)
  })

  test.each(['much', '', ' ', '-1', '0', '1.5', '1e3', '0x10', String(50 * 1024 * 1024 + 1)])('MAX_UPLOAD_BYTES=%j leaves the default', (bytes) => {
    expect(readSettings({}, { MAX_UPLOAD_BYTES: bytes }, logger).documents.maxUploadBytes).toBe(50 * 1024 * 1024)
  })

  test('a provider that fails, or says what is no value, leaves the defaults', () => {
    const { logger: heard, lines } = listening()
    const broken = {
      get() {
        throw new TypeError('/etc/secret is not there')
      },
    }
    const usual = readSettings({}, {}, logger).documents
    expect(readSettings({ configProvider: broken }, {}, heard).documents).toEqual(usual)
    expect(readSettings({ configProvider: { get: () => 0 } }, {}, heard).documents).toEqual(usual)
    expect(lines.map(({ event, setting, error }) => [event, setting, error])).toEqual([
      ...['MAX_UPLOAD_BYTES', 'SUPPORTED_FORMATS', 'UPLOADS_DIR'].map((setting) => ['config.provider_failed', setting, 'TypeError']),
      ...['MAX_UPLOAD_BYTES', 'SUPPORTED_FORMATS', 'UPLOADS_DIR'].map((setting) => ['config.invalid', setting, undefined]),
    ])
  })

  test('DATABASE_URL counts unless the embedded database is meant', () => {
    const env = { DATABASE_URL: 'postgres://user@127.0.0.1/coach' }
    expect(readSettings({}, env, logger).database).toBe(env.DATABASE_URL)
    expect(readSettings({ embedded: true }, env, logger).database).toBeUndefined()
  })

  test.each<[CoachServerOptions, Record<string, string>, RegExp]>([
    [{}, { DATABASE_URL: 'mysql://127.0.0.1/coach' }, /^DATABASE_URL .* must be a PostgreSQL address/],
    [{ mountPath: 'coach' }, {}, /`mountPath` must look like \/coach/],
    [{ mountPath: '/a b' }, {}, /`mountPath`/],
    [{ dataDir: '' }, {}, /`dataDir` must name a folder/],
    [{ allowedOrigins: ['ana'] }, {}, /`allowedOrigins` must list origins/],
    [{ trustedProxies: ['10.0.0.0/8', 'nginx'] }, {}, /`trustedProxies`: "nginx" is neither an address nor a range/],
    [{ limits: { requestsPerUser: { limit: -1, windowMs: 1000 } } }, {}, /`limits.requestsPerUser` must be one of the kit's limits and like/],
    [{ limits: { requestsPerHost: { limit: 1, windowMs: 1000 } } as object }, {}, /`limits.requestsPerHost`/],
    [{ monthlyQuotas: { free: { exchanges: -1 } } }, {}, /`monthlyQuotas` must be like/],
    [{ documents: { maxUploadBytes: 50 * 1024 * 1024 + 1 } }, {}, /`documents` must be like/],
    [{ documents: { chunkTokens: 100 } }, {}, /`documents` must be like/],
    [{ documents: { uploadsDir: '' } }, {}, /`documents` must be like/],
    [{ limits: { requestsPerTier: { free: { limit: 1, windowMs: 0 } } } }, {}, /`limits.requestsPerTier`/],
    [{}, { SMTP_URL: 'smtp://mail.example' }, /^With SMTP_URL, MAIL_FROM is needed/],
    [{}, { SMTP_URL: 'mail.example', MAIL_FROM: 'ana@ana.example' }, /^SMTP_URL and MAIL_FROM: .*smtp:\/\/user:password@/],
    [{}, { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Ana' }, /^SMTP_URL and MAIL_FROM: .*Ana López <ana@ana.example>/],
    [{}, { NODE_ENV: 'production' }, /In production a database is needed: set DATABASE_URL/],
  ])('%j with %j says what to write instead', (options, env, sentence) => {
    expect(() => readSettings(options, env, logger)).toThrow(expect.objectContaining({ code: 'invalid', message: expect.stringMatching(sentence) }))
  })

  test('SMTP_URL and MAIL_FROM are a mail server, unless a mailer is given', () => {
    const env = { SMTP_URL: 'smtps://ana:secret@mail.example', MAIL_FROM: 'ana@ana.example' }
    expect(readSettings({}, env, logger).smtp).toEqual({ url: env.SMTP_URL, from: env.MAIL_FROM })
    expect(readSettings({ mailer: { send: async () => undefined } }, env, logger).smtp).toBeUndefined()
    expect(readSettings({}, { MAIL_FROM: env.MAIL_FROM }, logger).smtp).toBeUndefined()
  })

  test('limits are the defaults with those given in their places, or none', () => {
    const requestsPerUser = { limit: 7, windowMs: 1000 }
    expect(readSettings({ limits: { requestsPerUser } }, {}, logger).limits).toEqual({ ...defaultLimits, requestsPerUser })
    expect(readSettings({ limits: false }, {}, logger).limits).toBeUndefined()
  })

  test('quotas are the defaults with those given in their places', () => {
    expect(readSettings({ monthlyQuotas: { free: {} } }, {}, logger).monthlyQuotas).toEqual({ ...monthlyQuotas, free: {} })
  })

  test('in production the embedded database has to be meant', () => {
    expect(readSettings({ embedded: true }, { NODE_ENV: 'production' }, logger)).toMatchObject({ production: true, embedded: true })
  })
})

describe('models', () => {
  test('with nothing there, answers quote and a note says how to get more', async () => {
    const { languageModel, embedder, notes } = await detectModels({ OLLAMA_URL: nowhere }, { logger })
    expect([languageModel.id, embedder]).toEqual(['extractive', undefined])
    expect(notes.join()).toMatch(/Ollama|OPENAI_BASE_URL/)
  })

  test('a running Ollama answers, and embeds where its embedder speaks more than English', async () => {
    server = await startOllamaServer({ models: ['bge-m3:latest', 'llama3.2:latest'] })
    const { languageModel, embedder } = await detectModels({ OLLAMA_URL: server.url }, { logger })
    expect([languageModel.id, embedder?.id]).toEqual(['ollama:llama3.2:latest', 'ollama:bge-m3:latest'])
  })

  test('an Ollama without models quotes and says what to pull; an English embedder is named, for English alone', async () => {
    server = await startOllamaServer({ models: [] })
    expect((await detectModels({ OLLAMA_URL: server.url }, { logger })).notes.join()).toContain('ollama pull')
    await server.close()
    server = await startOllamaServer({ models: ['llama3.2', 'nomic-embed-text'] })
    const { embedder, notes } = await detectModels({ OLLAMA_URL: server.url }, { logger })
    expect(embedder?.languages).toEqual(['en'])
    expect(notes.join()).toContain('English only')
  })

  test('OPENAI_BASE_URL comes first', async () => {
    server = await startOpenAiServer({ models: ['gpt-x'] })
    const { languageModel } = await detectModels({ OLLAMA_URL: nowhere, OPENAI_BASE_URL: server.url, OPENAI_MODEL: 'gpt-x' }, { logger })
    expect(languageModel.id).toBe('openai-compatible:gpt-x')
  })

  test.each(['OLLAMA_URL', 'OPENAI_BASE_URL'])('%s that is no address is told in one sentence', async (name) => {
    await expect(detectModels({ [name]: 'localhost' }, { logger })).rejects.toThrow(`${name} must be an address`)
  })
})
