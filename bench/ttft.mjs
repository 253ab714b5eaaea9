import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createCoachClient } from '@coachkit/sdk'
import { createCoachServer, ollama, pglite } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { startOllamaServer } from '@coachkit/server-kit/testing/model-servers'

const rounds = 200
const warmUp = 20
const mountPath = '/coach'
const question = '¿Cómo preparo mi primera sesión?'

/** Time to the first token through the whole stack (socket, validation, commit, job, retrieval, model) beside the bare model server. */
export async function measure() {
  const model = await startOllamaServer({ models: ['bench'], reply: () => 'Reserva media hora el día anterior [1].' })
  const coach = createCoachServer({
    storage: pglite({ dataDir: 'memory' }),
    languageModel: ollama({ url: model.url, model: 'bench' }),
    embedder: false,
    limits: false,
    mountPath,
    logger: { info() {}, warn() {}, error() {} },
  })
  const server = createServer(toNodeHandler(coach, { mountPath }))
  await coach.start()
  attachRealtime(server, coach, { mountPath })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${server.address().port}${mountPath}`
  try {
    await addSample(coach, baseUrl)
    return figures(await compare(model.url, baseUrl))
  } finally {
    server.closeAllConnections()
    server.close()
    await coach.stop()
    await model.close()
  }
}

async function compare(modelUrl, baseUrl) {
  const client = createCoachClient({ baseUrl, creator: 'bench' })
  const handle = client.conversation()
  await handle.open()
  const bare = []
  const stack = []
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const floor = await bareFirstToken(modelUrl)
    const whole = await stackFirstToken(handle)
    if (round < warmUp) continue
    bare.push(floor)
    stack.push(whole)
  }
  handle.close()
  return { bare, stack }
}

async function bareFirstToken(url) {
  const began = performance.now()
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: question }] }),
  })
  const reader = response.body.getReader()
  await reader.read()
  const took = performance.now() - began
  while (!(await reader.read()).done);
  return took
}

async function stackFirstToken(handle) {
  const began = performance.now()
  let took
  for await (const event of handle.send({ text: question })) if (event.type === 'message.delta') took ??= performance.now() - began
  if (took === undefined) throw new Error('The answer had no first token.')
  return took
}

async function addSample(coach, baseUrl) {
  const creator = await coach.setup.ensureCreator({ slug: 'bench', name: 'Bench', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'bench' })
  const client = createCoachClient({ baseUrl, token: key })
  const bytes = await readFile(new URL('../examples/quickstart/samples/primera-sesion.md', import.meta.url))
  const { document } = await client.knowledge.upload(new File([bytes], 'primera-sesion.md'), { name: 'primera-sesion.md' })
  for (let status = document.status; status !== 'ready'; { status } = await client.knowledge.status({ params: { documentId: document.id } }))
    await new Promise((resolve) => setTimeout(resolve, 20))
}

function figures({ bare, stack }) {
  return [50, 95].map((percentile) => {
    const floor = at(bare, percentile)
    const whole = at(stack, percentile)
    return { name: `ttft.added.p${percentile}`, value: round(whole - floor), unit: 'ms', floor: round(floor), ratio: round(whole / floor) }
  })
}

function at(values, percentile) {
  const sorted = [...values].sort((first, second) => first - second)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percentile) / 100))]
}

function round(value) {
  return Number(value.toFixed(2))
}
