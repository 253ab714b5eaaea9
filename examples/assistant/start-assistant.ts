import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CoachServerOptions, createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, createShutdown, toNodeHandler } from '@coachkit/server-kit/node'
import { type FeedTeam, readFeed } from './feed/read-feed.ts'
import { ruleModel } from './rules/rule-model.ts'
import { createTools } from './tools.ts'

const mountPath = '/coach'
const page = new URL('./page.html', import.meta.url)
const policy = "default-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' data:; require-trusted-types-for 'script'"

/** A page with an assistant that answers from a feed. Without `languageModel` it answers by rules; `'found'`: with whatever model the kit finds here. */
export async function startAssistant(
  input: Pick<CoachServerOptions, 'database' | 'dataDir' | 'limits' | 'logger'> & {
    port: number
    feedUrl: string
    languageModel?: CoachServerOptions['languageModel'] | 'found'
  },
) {
  const { port, feedUrl, languageModel, database, ...options } = input
  const feed = readFeed(feedUrl)
  let known: FeedTeam[] = []
  const teams = async () => {
    // Of what there is, the last that was read is good enough to understand a question by.
    known = await feed.teams(AbortSignal.timeout(2000)).catch(() => known)
    return known
  }
  const model = languageModel === 'found' ? {} : { languageModel: languageModel ?? ruleModel(teams) }
  const coach = createCoachServer({
    ...options,
    ...(database === undefined ? { embedded: true } : { database }),
    ...model,
    embedder: false,
    mountPath,
    tools: createTools(feed),
  })
  const answer = toNodeHandler(coach, { mountPath })
  const server = createServer(
    (request, response) => void (request.url?.startsWith(`${mountPath}/`) ? answer(request, response) : servePage(request.url, response)),
  )
  const { shutdown, finished } = createShutdown(server, coach)
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    await coach.start()
    await coach.setup.ensureCreator({
      slug: 'marcador',
      name: 'Marcador',
      language: 'es',
      widget: {
        greeting: '¡Hola! Te digo cuándo juega un equipo, a cuánto están las cuotas ahora mismo y qué cobrarías.',
        placeholder: 'Pregunta por un partido…',
        suggestions: ['¿Cuándo juega el Betis?', '¿Qué cuotas tiene el Barça?', '¿Cuánto cobraría por 100 € al Real Madrid?'],
        primaryColor: '#1d4ed8',
        position: 'bottom-right',
      },
    })
    attachRealtime(server, coach, { mountPath })
  } catch (error) {
    await shutdown()
    throw error
  }
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, mountPath, model: coach.models.languageModel, finished, close: shutdown }
}

async function servePage(path: string | undefined, response: ServerResponse): Promise<void> {
  const text = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
  if (path === '/') response.writeHead(200, text).end(await readFile(page))
  else response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such page.')
}
