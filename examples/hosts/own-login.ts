import type { Server } from 'node:http'
import { type Authenticator, createCoachServer } from '@coachkit/server-kit'
import { attachRealtime, toHono } from '@coachkit/server-kit/hono'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { sign, verify } from 'hono/jwt'
import { addGuide } from './add-guide.ts'

// node examples/hosts/own-login.ts: the host's people sign in with the host; the kit keeps no passwords.
const secret = process.env.HOST_SECRET ?? 'only for this example, never in production'
const people = new Map([['ana@example.com', 'the host checks this in its own way']])

const authenticator: Authenticator = {
  async authenticate(credential) {
    const claims = await verify(credential, secret, 'HS256').catch(() => undefined)
    if (typeof claims?.sub !== 'string' || claims.aud !== 'coach') return undefined
    return { kind: 'member', creatorId: String(claims.creatorId), memberId: claims.sub, role: 'owner' }
  },
}

const mountPath = '/coach'
const coach = createCoachServer({ mountPath, authenticator, embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-hosts' })
await coach.start()
await addGuide(coach)
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana-lopez', name: 'Ana López', language: 'es' })

const app = new Hono()
app.get('/', (context) => context.text('A page of the host.\n'))
app.post('/login', async (context) => {
  const { email, password } = await context.req.json<{ email: string; password: string }>()
  if (people.get(email) !== password) return context.json({ error: 'wrong' }, 401)
  const token = await sign({ sub: email, aud: 'coach', creatorId, exp: Math.floor(Date.now() / 1000) + 900 }, secret, 'HS256')
  return context.json({ token })
})
app.mount(mountPath, toHono(coach))

const port = Number(process.env.PORT ?? 8788)
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`Listening on http://127.0.0.1:${port}${mountPath}`)) as Server
attachRealtime(server, coach, { mountPath })
process.once('SIGTERM', async () => {
  await coach.stop()
  server.close()
  server.closeAllConnections()
})
