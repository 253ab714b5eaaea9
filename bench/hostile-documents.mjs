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
const atOnce = 8
/** What is not reached by then is counted as missing, and named. */
const longestCorporaMs = 900_000
const longestManyMs = 600_000
/** Linux counts a process's time in hundredths of a second. */
const ticks = 100
const sampleMs = 50
/** How often whoever waits for a document looks. */
const askAgainMs = 100
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
  const until = performance.now() + longestCorporaMs
  const all = [...files()]
  const other = []
  let [longest, longestCpu] = [{ seconds: 0 }, { seconds: 0 }]
  // One after the other, so that what readers compute meanwhile is the document's.
  for (const { file, path, ends } of all) {
    const [began, computed] = [performance.now(), readersCpu(server.pid)]
    const ending = began > until ? 'not reached in time' : await ingest(client, new File([readFileSync(path)], file), until)
    longest = longer(longest, { file, seconds: (performance.now() - began) / 1000 })
    longestCpu = longer(longestCpu, { file, seconds: readersCpu(server.pid) - computed })
    if (!ends.includes(ending)) other.push(`${file}: ${ending}, expected ${ends.join(' or ')}`)
  }
  const peaks = watch.stop()
  const after = await server.ask('state')
  for (const line of other) process.stderr.write(`${line}\n`)
  process.stderr.write(`longest: ${longest.file}; computed longest: ${longestCpu.file}\n`)
  const orphans = await server.ask('orphans')
  return [
    { ...figure('documents.as-expected', all.length - other.length, 'documents', all.length), others: other },
    figure('documents.orphans', orphans.length, 'orphans', 0),
    figure('server.growth', (peaks.server - before.rss) / megabyte, 'MB', 50),
    figure('server.growth-after', (after.rss - before.rss) / megabyte, 'MB', 50),
    figure('server.loop-p99', after.p99, 'ms', 50),
    figure('server.loop-longest', after.longest, 'ms'),
    figure('worker.peak', peaks.worker / megabyte, 'MB', 512),
    figure('documents.longest-computing', longestCpu.seconds, 's', 30),
    figure('documents.longest-waiting', longest.seconds, 's', 120),
  ]
}

function longer(one, other) {
  return other.seconds > one.seconds ? other : one
}

/** Memory over many ordinary documents: what the second half adds to the first. */
async function flat(client, server) {
  const until = performance.now() + longestManyMs
  const rss = []
  let read = 0
  for (const half of [0, 1]) {
    const waiting = Array.from({ length: many / 2 }, (_, at) => `many-${half}-${at}`)
    const take = async () => {
      for (let name = waiting.pop(); name !== undefined && performance.now() < until; name = waiting.pop())
        if ((await ingest(client, sample(name), until)) === 'ready') read += 1
    }
    await Promise.all(Array.from({ length: atOnce }, take))
    await server.ask('settle')
    rss.push(await server.ask('state'))
  }
  const [half, whole] = rss
  return [
    figure('many.read', read, 'documents', many),
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
async function ingest(client, file, until = Number.POSITIVE_INFINITY) {
  const uploaded = await client.knowledge.upload(file).catch((error) => ({ refused: error.code ?? String(error) }))
  if (uploaded.refused) return uploaded.refused
  let { document } = uploaded
  while (document.status === 'pending' || document.status === 'processing') {
    if (performance.now() > until) return 'not ended in time'
    await new Promise((resolve) => setTimeout(resolve, askAgainMs))
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

/** Seconds that the server's readers computed, those that ended and those that run. */
function readersCpu(pid) {
  const times = (process) => readOr(`/proc/${process}/stat`).split(') ').at(-1).split(' ').slice(11, 15).map(Number)
  const [, , ...ended] = times(pid)
  const running = childrenOf(pid).flatMap((child) => times(child).slice(0, 2))
  return [...ended, ...running].reduce((sum, value) => sum + (value || 0), 0) / ticks
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
