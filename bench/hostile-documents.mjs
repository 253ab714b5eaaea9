import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCoachClient } from '@coachkit/sdk'
import { dataDirectory } from '../eval/parts.js'

const { expectations } = await import('../packages/server-kit/adapters/text-extractor/worker/__fixtures__/expected-endings.ts')
const connect = createRequire(new URL('../packages/server-kit/package.json', import.meta.url))('postgres')
const serverUrl = process.env.COACHKIT_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const attackDirectory = process.env.COACHKIT_ATTACK ?? join(dataDirectory, '../attack')
const readable = /\.(?:pdf|docx|md|txt|html)$/
const many = 1000
const sampleMs = 50
const megabyte = 1024 * 1024

/** Every document of the corpora through a running server on PostgreSQL: how they end, and what that costs the server and its reader. Linux tells the memory. */
export async function measure() {
  const name = `coachkit_bench_${randomBytes(6).toString('hex')}`
  const database = connect(serverUrl, { max: 1, onnotice() {} })
  await database.unsafe(`create database ${name}`)
  const dataDir = mkdtempSync(join(tmpdir(), 'coachkit-bench-'))
  const server = await startServer(Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href, dataDir)
  try {
    const client = createCoachClient({ baseUrl: server.url, token: server.key })
    // What a process grows by on its first documents is the program itself.
    for (let at = 0; at < 20; at += 1) await ingest(client, sample(`warm-${at}`))
    return [...(await corpora(client, server)), ...(await flat(client, server))]
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
    await database.unsafe(`drop database ${name} with (force)`)
    await database.end()
  }
}

async function corpora(client, server) {
  await server.ask('begin')
  const before = await server.ask('state')
  const watch = watchMemory(server.pid)
  let [as, other, longest] = [0, [], 0]
  for (const { file, path, ends } of files()) {
    const began = performance.now()
    const ending = await ingest(client, new File([readFileSync(path)], file))
    longest = Math.max(longest, performance.now() - began)
    if (ends.includes(ending)) as += 1
    else other.push(`${file}: ${ending}`)
  }
  const peaks = watch.stop()
  const after = await server.ask('state')
  if (other.length > 0) process.stderr.write(`${other.join('\n')}\n`)
  const orphans = await server.ask('orphans')
  return [
    figure('documents.as-expected', as, 'documents', as + other.length),
    figure('documents.orphans', orphans.length, 'orphans', 0),
    figure('server.growth', (peaks.server - before.rss) / megabyte, 'MB', 50),
    figure('server.growth-after', (after.rss - before.rss) / megabyte, 'MB', 50),
    figure('server.loop-p99', after.p99, 'ms', 50),
    figure('server.loop-longest', after.longest, 'ms'),
    figure('worker.peak', peaks.worker / megabyte, 'MB', 512),
    figure('documents.longest', longest / 1000, 's', 30),
  ]
}

/** Memory over many ordinary documents: what the second half adds to the first. */
async function flat(client, server) {
  const rss = []
  for (let at = 0; at < many; at += 1) {
    await ingest(client, sample(`many-${at}`))
    if (at === many / 2 - 1 || at === many - 1) {
      await server.ask('settle')
      rss.push(await server.ask('state'))
    }
  }
  const [half, whole] = rss
  return [
    figure('many.rss-second-half', (whole.rss - half.rss) / megabyte, 'MB'),
    figure('many.heap-second-half', (whole.heap - half.heap) / megabyte, 'MB'),
    figure('many.rss', whole.rss / megabyte, 'MB'),
  ]
}

function* files() {
  for (const [folder, table] of [
    [join(dataDirectory, 'docs/good'), undefined],
    [join(dataDirectory, 'docs/nasty'), expectations['docs/nasty']],
    [join(attackDirectory, 'docs'), expectations['attack docs']],
  ]) {
    if (!existsSync(folder)) throw new Error(`${folder} is not there: set COACHKIT_DATA and COACHKIT_ATTACK.`)
    for (const file of readdirSync(folder)) {
      const ends = table ? (table[file]?.ends ?? []) : [readable.test(file) ? 'ready' : 'VAL_003']
      yield { file, path: join(folder, file), ends }
    }
  }
}

/** How a file ends: its status, or the code it is refused or fails with. */
async function ingest(client, file) {
  const uploaded = await client.knowledge.upload(file).catch((error) => ({ refused: error.code ?? String(error) }))
  if (uploaded.refused) return uploaded.refused
  let { document } = uploaded
  while (document.status === 'pending' || document.status === 'processing') {
    await new Promise((resolve) => setTimeout(resolve, 10))
    document = await client.knowledge.status({ params: { documentId: document.id } })
  }
  return document.failure?.code ?? document.status
}

function sample(name) {
  return new File([`# ${name}\n\n${`Una frase de ${name} que se lee una vez.\n\n`.repeat(50)}`], `${name}.md`)
}

function figure(name, value, unit, floor) {
  return { name: `hostile-documents.${name}`, value: Math.round(value * 10) / 10, unit, ...(floor === undefined ? {} : { floor }) }
}

/** The most that the server and its reader held. */
function watchMemory(pid) {
  const peaks = { server: 0, worker: 0 }
  const look = () => {
    peaks.server = Math.max(peaks.server, resident(pid))
    for (const child of childrenOf(pid)) peaks.worker = Math.max(peaks.worker, resident(child))
  }
  const timer = setInterval(look, sampleMs)
  return {
    stop() {
      clearInterval(timer)
      return peaks
    },
  }
}

function resident(pid) {
  const path = `/proc/${pid}/statm`
  return existsSync(path) ? Number(readOr(path).split(' ')[1] ?? 0) * 4096 : 0
}

function childrenOf(pid) {
  return readOr(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean)
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function startServer(url, dataDir) {
  const child = fork(fileURLToPath(new URL('./hostile-server.mjs', import.meta.url)), [url, dataDir], { execArgv: ['--expose-gc'] })
  const [{ answer }] = await once(child, 'message')
  const ask = async (name) => {
    child.send(name)
    const [reply] = await once(child, 'message')
    return reply.answer
  }
  return {
    ...answer,
    pid: child.pid,
    ask,
    async stop() {
      const gone = once(child, 'exit')
      await ask('stop').catch(() => undefined)
      await gone
    },
  }
}
