import { createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, toFastify } from '@coachkit/server-kit/fastify'
import fastify from 'fastify'
import { addGuide } from './add-guide.ts'

// node examples/hosts/fastify.ts: the kit as a plugin with the prefix /coach.
const mountPath = '/coach'
const coach = createCoachServer({ mountPath, embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-hosts' })
await coach.start()
await addGuide(coach)

const app = fastify()
app.get('/', async () => 'A page of the host.\n')
await app.register(toFastify(coach), { prefix: mountPath })
attachRealtime(app.server, coach, { mountPath })

await app.listen({ port: Number(process.env.PORT ?? 8788), host: '127.0.0.1' })
console.log(`Listening on http://127.0.0.1:${process.env.PORT ?? 8788}${mountPath}`)
process.once('SIGTERM', async () => {
  await coach.stop()
  app.server.closeAllConnections()
  await app.close()
})
