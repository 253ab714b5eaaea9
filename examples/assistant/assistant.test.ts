import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCoachClient } from '@coachkit/sdk'
import { type CoachServerOptions, openaiCompatible } from '@coachkit/server-kit'
import { startOpenAiServer } from '@coachkit/server-kit/testing/model-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchesFrom, oddsAt } from './feed/matches.ts'
import { startFeed } from './feed/start-feed.ts'
import { startAssistant } from './start-assistant.ts'

type Running = Awaited<ReturnType<typeof startAssistant>>
const noon = Date.parse('2026-11-20T12:00:00Z')
let now: number
let feed: Awaited<ReturnType<typeof startFeed>>
const folders: string[] = []

beforeAll(async () => {
  now = noon
  feed = await startFeed({ now: () => new Date(now) })
})
afterAll(async () => {
  await feed.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function assistant(languageModel?: CoachServerOptions['languageModel']): Promise<Running> {
  const dataDir = await mkdtemp(join(tmpdir(), 'coachkit-assistant-'))
  folders.push(dataDir)
  const logger = { info() {}, warn() {}, error() {} }
  return startAssistant({ port: 0, feedUrl: feed.url, dataDir, limits: false, logger, ...(languageModel ? { languageModel } : {}) })
}

/** A visitor who asks one question after the other. */
function visitor({ url, mountPath }: Running, language = 'es') {
  const kept = new Map<string, string>()
  const sessionStore = { get: (key: string) => kept.get(key), set: (key: string, value: string) => void kept.set(key, value) }
  const conversation = createCoachClient({ baseUrl: url + mountPath, creator: 'marcador', language, sessionStore }).conversation()
  return {
    async ask(text: string): Promise<string> {
      for await (const event of conversation.send({ text })) if (event.type === 'message.completed') return event.message.text
      throw new Error('It was not answered')
    },
    leave: () => conversation.close(),
  }
}

/** As the page writes it. */
const price = (value: number, language = 'es') => value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
function oddsOf(id: string) {
  const match = matchesFrom(new Date(now)).find(({ home, away }) => home.id === id || away.id === id)
  if (!match) throw new Error('It does not play')
  const odds = oddsAt(match, new Date(now))
  return { match, odds, own: match.home.id === id ? odds.home : odds.away }
}

describe('without a language model', () => {
  let running: Running
  beforeAll(async () => {
    running = await assistant()
  }, 120_000)
  afterAll(() => running.close())

  test('the page has the widget, and says what it is', async () => {
    expect(running.model).toBe('rules')
    const page = await fetch(`${running.url}/`)
    expect(await page.text()).toContain('<coach-widget creator="marcador">')
    expect((await fetch(`${running.url}/../package.json`)).status).toBe(404)
  })

  test('odds are those of the feed, a question that leaves things out goes on from the one before, and money is counted', async () => {
    const { ask, leave } = visitor(running)
    const { match, odds } = oddsOf('betis')
    const first = await ask('¿Qué cuotas tiene el Betis?')
    for (const part of [match.home.name, match.away.name, price(odds.home), price(odds.draw), price(odds.away)]) expect(first).toContain(part)
    expect(await ask('¿Y el Sevilla?')).toContain(price(oddsOf('sevilla').own))
    const { own } = oddsOf('real-madrid')
    expect(await ask('¿Cuánto cobraría por 100 € al Real Madrid?')).toContain(`${price(Math.round(own * 10_000) / 100)} €`)
    expect(await ask('¿Cuándo juega?')).toContain('Real Madrid')
    const compared = await ask('Compara el Barça con el Atlético de Madrid')
    expect(compared).toContain('FC Barcelona')
    expect(compared).toContain('Atlético de Madrid')
    leave()
  })

  test('a greeting, a team nobody knows and a question of something else are answered with what it can do', async () => {
    const { ask, leave } = visitor(running)
    expect(await ask('Hola')).toContain('Puedo decirte')
    expect(await ask('¿Quién ganó la guerra de las Galias?')).toContain('No estoy seguro')
    expect(await ask('¿Qué cuotas tiene el Numancia?')).toContain('No estoy seguro')
    leave()
  })

  test('in English it answers in English', async () => {
    const { ask, leave } = visitor(running, 'en')
    expect(await ask('When does Barcelona play its next match?')).toContain('FC Barcelona')
    expect(await ask('What are the odds of Valencia?')).toContain(price(oddsOf('valencia').own, 'en'))
    leave()
  })

  test('the same question is asked of the feed once, and when the feed is away the last data is told with its time', async () => {
    now += 60_000
    const { ask, leave } = visitor(running)
    const paid = price(oddsOf('atletico').own)
    const asked = feed.asked.length
    await ask('¿Qué cuotas tiene el Atleti hoy?')
    await ask('¿Qué cuotas tiene el Atlético de Madrid?')
    expect(feed.asked.slice(asked).filter((path) => path === '/odds')).toHaveLength(1)
    feed.setUp(false)
    const told = await ask('Dime las cuotas del Atlético de Madrid')
    expect(told).toContain(paid)
    expect(told).toContain('13:01:00')
    expect(await ask('¿Cuánto cobraría por 7 € al Valencia?')).toContain('no puedo consultar los datos')
    feed.setUp(true)
    leave()
  })
})

test('with a model, it calls the tools by the protocol and words what they say', async () => {
  const model = await startOpenAiServer({
    reply: ({ body }) => {
      const last = (body.messages as { role: string; content: string }[]).at(-1)
      if (last?.role !== 'tool') return { calls: [{ name: 'odds', input: { team: 'el Betis' } }] }
      const { match, odds } = JSON.parse(last.content.split('\n')[1] ?? '')
      return `Ahora mismo, en ${match}: ${odds.home}.`
    },
  })
  const running = await assistant(openaiCompatible({ baseUrl: `${model.url}/v1`, model: 'test-chat', tools: true }))
  try {
    const { ask, leave } = visitor(running)
    const { match, odds } = oddsOf('betis')
    expect(await ask('¿Cómo están las apuestas para el Betis?')).toBe(`Ahora mismo, en ${match.home.name} – ${match.away.name}: ${odds.home}.`)
    const offered = model.requests[0]?.body.tools as { function: { name: string } }[]
    expect(offered.map((tool) => tool.function.name)).toEqual(['matches', 'odds', 'payout', 'compare', 'help'])
    leave()
  } finally {
    await running.close()
    await model.close()
  }
}, 120_000)
