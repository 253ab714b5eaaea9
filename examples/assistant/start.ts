import { jsonLogger } from '@coachkit/server-kit'
import { startFeed } from './feed/start-feed.ts'
import { startAssistant } from './start-assistant.ts'

const { PORT = '8787', COACHKIT_DATA_DIR: dataDir = '.coachkit-assistant', DATABASE_URL: database, FEED_URL: feedUrl } = process.env
const hasModel = Boolean(process.env.OPENAI_BASE_URL || process.env.OLLAMA_MODEL)
const step = (text: string) => process.stdout.write(`${text}\n`)

const feed = feedUrl ? undefined : await startFeed()
try {
  step(database ? 'Connecting to PostgreSQL…' : `Opening the database in ${dataDir} (the first time takes some seconds)…`)
  const assistant = await startAssistant({
    port: Number(PORT),
    feedUrl: feedUrl ?? feed?.url ?? '',
    logger: jsonLogger({ level: 'warn' }),
    ...(database ? { database } : { dataDir }),
    ...(hasModel ? { languageModel: 'found' } : {}),
  })
  step(`\nReady. Answers with ${assistant.model}; live data from ${feed ? 'a feed of its own, made up' : feedUrl}.`)
  if (!hasModel)
    step('No language model is configured, so rules understand the questions. For a model: OPENAI_BASE_URL, or OLLAMA_MODEL=llama3.2, and start again.')
  step(`\n  Page       ${assistant.url}/\n  API docs   ${assistant.url}${assistant.mountPath}/docs\n\nStop with Ctrl+C.`)
  await assistant.finished
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${taken ? `Port ${PORT} is taken by another program. Stop it, or choose another port: PORT=8788 npm start -- assistant` : text}\n`)
  process.exitCode = 1
} finally {
  await feed?.close()
}
