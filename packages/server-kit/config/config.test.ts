import { afterEach, describe, expect, test } from 'vitest'
import { jsonLogger } from '../adapters/logger/index.js'
import { defaultLimits } from '../domain/limits/default-limits.js'
import { monthlyQuotas } from '../domain/limits/monthly-quota.js'
import { startOllamaServer, startOpenAiServer } from '../testing/model-servers/index.js'
import { detectModels } from './detect-models.js'
import { type CoachServerOptions, readSettings } from './options.js'

const logger = jsonLogger({ level: 'silent' })
const nowhere = 'http://127.0.0.1:9'
let server: { url: string; close(): Promise<void> } | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

describe('settings', () => {
  test('without a word the embedded database in ./.coachkit is used', () => {
    expect(readSettings({}, {})).toMatchObject({ dataDir: './.coachkit', mountPath: '', allowedOrigins: [], production: false })
    expect(readSettings({}, { DATABASE_URL: '' }).database).toBeUndefined()
  })

  test('documents are as the host says, else as the environment does', () => {
    const env = { MAX_UPLOAD_BYTES: '1000', SUPPORTED_FORMATS: 'PDF, md' }
    expect(readSettings({}, env).documents).toEqual({ maxUploadBytes: 1000, formats: ['pdf', 'md'], chunkTokens: 280, overlapTokens: 60 })
    expect(readSettings({ documents: { formats: ['txt'], overlapTokens: 0 } }, env).documents).toMatchObject({
      maxUploadBytes: 1000,
      formats: ['txt'],
      overlapTokens: 0,
    })
  })

  test('DATABASE_URL counts unless the embedded database is meant', () => {
    const env = { DATABASE_URL: 'postgres://user@127.0.0.1/coach' }
    expect(readSettings({}, env).database).toBe(env.DATABASE_URL)
    expect(readSettings({ embedded: true }, env).database).toBeUndefined()
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
    [{}, { MAX_UPLOAD_BYTES: 'much' }, /MAX_UPLOAD_BYTES/],
    [{}, { SUPPORTED_FORMATS: 'pdf, exe' }, /SUPPORTED_FORMATS/],
    [{ limits: { requestsPerTier: { free: { limit: 1, windowMs: 0 } } } }, {}, /`limits.requestsPerTier`/],
    [{}, { SMTP_URL: 'smtp://mail.example' }, /^With SMTP_URL, MAIL_FROM is needed/],
    [{}, { SMTP_URL: 'mail.example', MAIL_FROM: 'ana@ana.example' }, /^SMTP_URL and MAIL_FROM: .*smtp:\/\/user:password@/],
    [{}, { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Ana' }, /^SMTP_URL and MAIL_FROM: .*Ana López <ana@ana.example>/],
    [{}, { NODE_ENV: 'production' }, /In production a database is needed: set DATABASE_URL/],
  ])('%j with %j says what to write instead', (options, env, sentence) => {
    expect(() => readSettings(options, env)).toThrow(expect.objectContaining({ code: 'invalid', message: expect.stringMatching(sentence) }))
  })

  test('SMTP_URL and MAIL_FROM are a mail server, unless a mailer is given', () => {
    const env = { SMTP_URL: 'smtps://ana:secret@mail.example', MAIL_FROM: 'ana@ana.example' }
    expect(readSettings({}, env).smtp).toEqual({ url: env.SMTP_URL, from: env.MAIL_FROM })
    expect(readSettings({ mailer: { send: async () => undefined } }, env).smtp).toBeUndefined()
    expect(readSettings({}, { MAIL_FROM: env.MAIL_FROM }).smtp).toBeUndefined()
  })

  test('limits are the defaults with those given in their places, or none', () => {
    const requestsPerUser = { limit: 7, windowMs: 1000 }
    expect(readSettings({ limits: { requestsPerUser } }, {}).limits).toEqual({ ...defaultLimits, requestsPerUser })
    expect(readSettings({ limits: false }, {}).limits).toBeUndefined()
  })

  test('quotas are the defaults with those given in their places', () => {
    expect(readSettings({ monthlyQuotas: { free: {} } }, {}).monthlyQuotas).toEqual({ ...monthlyQuotas, free: {} })
  })

  test('in production the embedded database has to be meant', () => {
    expect(readSettings({ embedded: true }, { NODE_ENV: 'production' })).toMatchObject({ production: true, embedded: true })
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
