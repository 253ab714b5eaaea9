import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../adapters/storage/__fixtures__/test-database.js'

const bin = fileURLToPath(new URL('../bin/coachkit.mjs', import.meta.url))
const guide = '# Sesiones\n\n## Primera sesión\n\nLa primera sesión dura noventa minutos y cuesta ochenta euros.\n'
let folder: string
let running: ChildProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-cli-'))
  await writeFile(join(folder, 'guía 1.md'), guide)
  await writeFile(join(folder, 'scan.pdf'), 'not a PDF at all')
  await writeFile(join(folder, 'notes.rtf'), '{\\rtf1 notes}')
  await mkdir(join(folder, 'data'))
})
afterAll(async () => {
  running?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const start = (args: string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: '', OPENAI_BASE_URL: '', OLLAMA_URL: 'http://127.0.0.1:9', ...env },
  })

async function coachkit(args: string[], env?: Record<string, string>) {
  const child = start(args, env)
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const [code] = await once(child, 'close')
  return {
    code,
    out,
    err,
    lines: () =>
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  }
}

test('files go in, each with how it ended; a question comes back with citations that hold the answer', async () => {
  const ingested = await coachkit(['ingest', 'guía 1.md', 'scan.pdf', 'notes.rtf', 'missing.md', '--json', '--data', 'data'])
  expect(ingested.code).toBe(0)
  expect(ingested.lines()).toEqual([
    { file: 'guía 1.md', status: 'ready', chunks: 1 },
    { file: 'scan.pdf', status: 'rejected', reason: expect.stringContaining('DOCUMENT_004'), chunks: 0 },
    { file: 'notes.rtf', status: 'rejected', reason: expect.stringContaining('VAL_003'), chunks: 0 },
    { file: 'missing.md', status: 'rejected', reason: expect.any(String), chunks: 0 },
  ])
  const asked = await coachkit(['ask', '¿Cuánto dura la primera sesión?', '--json', '--data', 'data'])
  expect(asked.code).toBe(0)
  expect(JSON.parse(asked.out)).toEqual({
    answer: expect.stringContaining('noventa minutos'),
    citations: [{ document: 'guía 1.md', heading: expect.stringContaining('Primera sesión'), quote: expect.stringContaining('noventa minutos') }],
    confidence: expect.any(Number),
  })
  const read = await coachkit(['ask', '¿Cuánto cuesta la primera sesión?', '--data', 'data'])
  expect(read.out).toMatch(/ochenta euros[\s\S]*\[1\][\s\S]*guía 1\.md/)
  const unknown = await coachkit(['ask', '¿Quién ganó el mundial de fútbol?', '--json', '--data', 'data'])
  expect(JSON.parse(unknown.out)).toMatchObject({ answer: expect.stringMatching(/^No lo sé/), citations: [] })
}, 120_000)

test('the only creator there is is meant; among several one must be named', async () => {
  await mkdir(join(folder, 'other'))
  await coachkit(['ingest', 'guía 1.md', '--creator', 'ana-lopez', '--data', 'other'])
  const asked = await coachkit(['ask', '¿Cuánto dura la primera sesión?', '--data', 'other'])
  expect(asked.out).toContain('noventa minutos')
  await coachkit(['ingest', 'guía 1.md', '--creator', 'luis', '--data', 'other'])
  const unclear = await coachkit(['ask', '¿Cuánto dura la primera sesión?', '--data', 'other'])
  expect([unclear.code, unclear.err]).toEqual([2, 'coachkit: there are several creators: say which with --creator, such as ana-lopez, luis\n'])
}, 120_000)

test('nothing that went in: the exit code says so', async () => {
  const { code, lines } = await coachkit(['ingest', 'scan.pdf', '--json', '--data', 'data'])
  expect([code, lines()[0].status]).toEqual([1, 'rejected'])
}, 60_000)

test('doctor finds the material whole, and says what lost what it belongs to', async () => {
  const data = join(folder, 'orphans')
  await mkdir(data)
  expect((await coachkit(['ingest', 'guía 1.md', '--data', data])).code).toBe(0)
  expect((await coachkit(['doctor', '--data', data])).out).toContain('✓ Documents: every one has its file')
  const [file] = await readdir(join(data, 'files'))
  await rename(join(data, 'files', file ?? ''), join(data, 'files', 'nobody'))
  const { code, out } = await coachkit(['doctor', '--data', data])
  expect(code).toBe(1)
  expect(out).toContain('✗ Documents: 2 without what they belong to: document without its file (1), file without a document (1)')
}, 180_000)

test('migrate and doctor speak of the database they are given', async () => {
  const database = await createTestDatabase()
  try {
    const migrated = await coachkit(['migrate'], { DATABASE_URL: database.url })
    expect([migrated.code, migrated.err]).toEqual([0, ''])
    const again = await coachkit(['migrate'], { DATABASE_URL: database.url })
    expect(again.code).toBe(0)
    const doctor = await coachkit(['doctor'], { DATABASE_URL: database.url })
    expect(doctor.out).toMatch(/PostgreSQL/)
    expect(doctor.out).toMatch(/Ollama/)
  } finally {
    await database.drop()
  }
}, 120_000)

test.each([
  [['fly'], 2, /no command "fly"/],
  [['serve', '--port', 'many'], 2, /--port/],
  [['serve', '--speed', '9'], 2, /--speed/],
  [['ask'], 2, /QUESTION|question/],
  [['ingest'], 2, /FILE|file/],
])(
  'a wrong call %j exits with %i and one line',
  async (args, code, sentence) => {
    const result = await coachkit(args)
    expect(result.code).toBe(code)
    expect(result.err).toMatch(sentence)
    expect(result.err.trim().split('\n')).toHaveLength(1)
  },
  30_000,
)

test.each([
  ['postgres://nobody@127.0.0.1:9/none', /cannot be reached|unreachable/i],
  ['mysql://localhost/x', /DATABASE_URL/],
])(
  'a database that cannot be used (%s) is one clear line',
  async (url, sentence) => {
    const result = await coachkit(['ask', 'Hola'], { DATABASE_URL: url })
    expect(result.code).toBe(1)
    expect(result.err).toMatch(sentence)
    expect(result.err.trim().split('\n')).toHaveLength(1)
  },
  60_000,
)

test('serve answers, holds its folder and its port, and stops when told to', async () => {
  const port = await freePort()
  const server = start(['serve', '--port', String(port), '--data', 'data'])
  running = server
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk) => String(chunk).includes(String(port)) && resolve())
    server.once('exit', (code) => reject(new Error(`serve ended with ${code}`)))
  })
  const health = await fetch(`http://127.0.0.1:${port}/coach/v1/health`)
  expect(await health.json()).toMatchObject({ status: 'healthy', languageModel: { id: 'extractive' } })
  const second = await coachkit(['ask', 'Hola', '--data', 'data'])
  expect([second.code, second.err.trim().split('\n').length]).toEqual([1, 1])
  expect(second.err).toMatch(/another|already|use/i)
  const taken = await coachkit(['serve', '--port', String(port), '--data', 'other'])
  expect(taken.code).toBe(1)
  expect(taken.err).toMatch(new RegExp(`${port}`))
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  expect((await gone)[0]).toBe(0)
  running = undefined
}, 120_000)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
