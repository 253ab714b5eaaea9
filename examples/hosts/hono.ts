import type { Server } from 'node:http'
import { createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, toHono } from '@coachkit/server-kit/hono'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { addGuide } from './add-guide.ts'

// node examples/hosts/hono.ts: the kit mounted in a Hono app.
const mountPath = '/coach'
const coach = createCoachServer({ mountPath, embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-hosts' })
await coach.start()
await addGuide(coach)

const app = new Hono()
app.get('/', (context) => context.text('A page of the host.\n'))
app.mount(mountPath, toHono(coach))

const port = Number(process.env.PORT ?? 8788)
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`Listening on http://127.0.0.1:${port}${mountPath}`)) as Server
attachRealtime(server, coach, { mountPath })
process.once('SIGTERM', async () => {
  await coach.stop()
  server.close()
  server.closeAllConnections()
})
