import { createServer } from 'node:http'
import { createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { addGuide } from './add-guide.ts'

// node examples/hosts/node.ts: the kit at /coach of a plain Node server.
const mountPath = '/coach'
const coach = createCoachServer({ mountPath, embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-hosts' })
await coach.start()
await addGuide(coach)

const answer = toNodeHandler(coach, { mountPath })
const server = createServer((request, response) => {
  if (request.url?.startsWith(`${mountPath}/`)) return answer(request, response)
  response.end('A page of the host.\n')
})
attachRealtime(server, coach, { mountPath })

server.listen(Number(process.env.PORT ?? 8788), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${process.env.PORT ?? 8788}${mountPath}`))
process.once('SIGTERM', async () => {
  await coach.stop()
  server.close()
  server.closeAllConnections()
})
