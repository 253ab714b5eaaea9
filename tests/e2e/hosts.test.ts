import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCoachClient } from '@coachkit/sdk'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { freePort } from './free-port.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
let running: { child: ChildProcess; dataDir: string } | undefined

afterEach(async () => {
  if (!running) return
  const { child, dataDir } = running
  running = undefined
  if (child.exitCode === null) {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await rm(dataDir, { recursive: true, force: true })
})

/** One of the examples, as its reader would run it. */
async function example(name: string): Promise<{ url: string; child: ChildProcess }> {
  const [port, dataDir] = [await freePort(), await mkdtemp(join(tmpdir(), 'coachkit-host-'))]
  const env = { ...process.env, DATABASE_URL: '', OLLAMA_URL: 'http://127.0.0.1:9', PORT: String(port), COACHKIT_DATA_DIR: dataDir }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `examples/hosts/${name}.ts`], { cwd: root, env })
  running = { child, dataDir }
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Listening on')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`The example ended with ${code}:\n${output}`)))
  })
  return { url: `http://127.0.0.1:${port}`, child }
}

test('examples/hosts/own-login.ts: who signs in with the host is a member here, and nobody else is', async () => {
  const { url } = await example('own-login')
  const login = (password: string) => fetch(`${url}/login`, { method: 'POST', body: JSON.stringify({ email: 'ana@example.com', password }) })
  const { token } = (await (await login('the host checks this in its own way')).json()) as { token: string }
  const client = createCoachClient({ baseUrl: `${url}/coach`, token })
  expect((await client.knowledge.list()).items).toMatchObject([{ name: 'primera-sesion.md' }])
  await expect(client.auth.me()).rejects.toMatchObject({ code: 'RESOURCE_001' })
  const stranger = createCoachClient({ baseUrl: `${url}/coach`, token: `${token.slice(0, -4)}AAAA` })
  await expect(stranger.knowledge.list()).rejects.toMatchObject({ code: 'AUTH_001' })
}, 60_000)

describe.each(['node', 'express', 'fastify', 'hono'])('examples/hosts/%s.ts', (name) => {
  test('serves its own page beside a coach that answers over a socket, and stops when told to', async () => {
    const { url, child } = await example(name)
    expect(await (await fetch(url)).text()).toContain('A page of the host.')
    const client = createCoachClient({ baseUrl: `${url}/coach`, creator: 'ana-lopez', transports: ['websocket'] })
    const conversation = client.conversation()
    const ask = async (text: string) => {
      const seen: string[] = []
      let answer = ''
      for await (const event of conversation.send({ text })) {
        seen.push(event.type)
        if (event.type === 'message.completed') answer = event.message.text
      }
      return { seen, answer }
    }
    expect((await ask('¿Cómo preparo mi primera sesión?')).answer).toMatch(/\[1\]/)
    // A first answer may be whole before the socket is there; once it is, answers are followed as they are written.
    await vi.waitFor(async () => expect((await ask('¿Qué pasa en la primera sesión?')).seen).toContain('message.delta'), { timeout: 20_000 })
    conversation.close()
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await gone)[0]).toBe(0)
  })
})
