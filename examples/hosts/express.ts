import { createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, toExpress } from '@coachkit/server-kit/express'
import express from 'express'
import { addGuide } from './add-guide.ts'

// node examples/hosts/express.ts: the kit at /coach of an Express app, behind its own JSON parser.
const mountPath = '/coach'
const coach = createCoachServer({ mountPath, embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-hosts' })
await coach.start()
await addGuide(coach)

const app = express()
app.use(express.json())
app.get('/', (_request, response) => void response.send('A page of the host.\n'))
app.use(mountPath, toExpress(coach))

const server = app.listen(Number(process.env.PORT ?? 8788), '127.0.0.1', () =>
  console.log(`Listening on http://127.0.0.1:${process.env.PORT ?? 8788}${mountPath}`),
)
attachRealtime(server, coach, { mountPath })
process.once('SIGTERM', async () => {
  await coach.stop()
  server.close()
  server.closeAllConnections()
})
