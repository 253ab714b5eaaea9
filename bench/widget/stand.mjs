import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createCoachClient } from '@coachkit/sdk'
import { createCoachServer, ollama, pglite } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { startOllamaServer } from '@coachkit/server-kit/testing/model-servers'

const mountPath = '/coach'
const creator = 'bench'
const words = 'Antes de la sesión reserva media hora, dibuja tu **rueda de la vida** y escribe una sola frase sobre lo que quieres que cambie.'.split(' ')

/** A coach whose model answers in pieces of one word, and pages to hold it: one HTML for all of them, each with a script of its own. */
export async function openStand() {
  const pace = { pieces: 20, delayMs: 0, text: undefined }
  const model = await startOllamaServer({
    models: ['bench'],
    reply: () => pace.text ?? Array.from({ length: pace.pieces }, (_, index) => `${words[index % words.length]}${index % 60 === 59 ? '\n\n' : ' '}`),
    get delayMs() {
      return pace.delayMs
    },
  })
  const coach = createCoachServer({
    storage: pglite({ dataDir: 'memory' }),
    languageModel: ollama({ url: model.url, model: 'bench' }),
    embedder: false,
    limits: false,
    mountPath,
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  const { id: creatorId } = await coach.setup.ensureCreator({ slug: creator, name: 'Ana López', language: 'es' })
  const answer = toNodeHandler(coach, { mountPath })
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname
    return path.startsWith(`${mountPath}/`) ? answer(request, response) : void sendPage(path, response)
  })
  attachRealtime(server, coach, { mountPath })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  await addGuide(url + mountPath, (await coach.setup.createApiKey({ creatorId, name: 'bench' })).key)
  return {
    url,
    /** How many pieces the next answers have, or which, and what time passes between them. */
    pace: (next) => void Object.assign(pace, next),
    remember: (messages) => remember(`${url}${mountPath}`, messages),
    async close() {
      server.closeAllConnections()
      server.close()
      await coach.stop()
      await model.close()
    },
  }
}

async function addGuide(baseUrl, token) {
  const client = createCoachClient({ baseUrl, token })
  const bytes = await readFile(new URL('../../examples/quickstart/samples/primera-sesion.md', import.meta.url))
  const { document } = await client.knowledge.upload(new File([bytes], 'primera-sesion.md'), { name: 'primera-sesion.md' })
  for (let status = document.status; status !== 'ready'; { status } = await client.knowledge.status({ params: { documentId: document.id } }))
    await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A visitor with a conversation of that many messages: what their browser has stored. */
async function remember(baseUrl, messages) {
  const kept = {}
  const sessionStore = {
    get: (key) => kept[key],
    set(key, value) {
      kept[key] = value
    },
  }
  const client = createCoachClient({ baseUrl, creator, sessionStore })
  const conversation = client.conversation()
  for (let said = 0; said < messages; said += 2) {
    for await (const event of conversation.send({ text: `Pregunta ${said / 2 + 1}: ¿Cómo preparo mi primera sesión?` }))
      if (event.type === 'message.completed') break
  }
  conversation.close()
  return kept
}

const files = {
  '/feed.js': new URL('./feed.js', import.meta.url),
}
const scripts = {
  blank: '',
  widget: `<script type="module" async src="${mountPath}/widget.js"></script><coach-widget creator="${creator}" lang="es"></coach-widget>`,
  fed: '<script type="module" async src="/feed.js"></script>',
}

async function sendPage(path, response) {
  const name = path.slice(1)
  const file =
    files[path] ?? (/^\/peers\/[\w-]+\.(?:js|css)$/.test(path) ? new URL(`../peers/dist/${path.slice('/peers/'.length)}`, import.meta.url) : undefined)
  const type = file ? (path.endsWith('.css') ? 'text/css' : 'text/javascript') : 'text/html'
  const body = file ? await readFile(file).catch(() => undefined) : page(scripts[name] ?? peerScript(name))
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` }).end(body)
}

const peerScript = (name) =>
  /^[\w-]+$/.test(name)
    ? `<div id="peer"></div><link rel="stylesheet" href="/peers/${name}.css"><script type="module" async src="/peers/${name}.js"></script>`
    : ''

/** As a creator's page is: a heading, some text, a style. */
function page(inside) {
  return `<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ana López</title>
<meta name="description" content="Coaching personal y profesional con Ana López."><link rel="icon" href="data:,">
<style>body{margin:0;font:17px/1.6 system-ui,sans-serif;color:#1d2a2a;background:#faf8f4}main{max-width:44rem;margin:0 auto;padding:4rem 1.25rem}#peer{position:fixed;right:20px;bottom:20px;width:404px;height:680px}</style></head>
<body><main><h1>Cambiar de rumbo empieza con una buena pregunta</h1>${'<p>Acompaño a personas que quieren tomar una decisión importante y llevarla a la práctica, en español o en inglés.</p>'.repeat(8)}</main>${inside}</body></html>`
}
