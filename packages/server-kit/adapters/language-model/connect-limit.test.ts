import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LanguageModel } from '../../ports/index.js'
import { ollama } from './ollama/index.js'
import { openaiCompatible } from './openai-compatible/index.js'

// A server that is frozen, its queue of connections full: the next one is neither taken nor refused.
const script = `const server = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.send(server.address().port))`
const server = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const waiting: Socket[] = []
let url: string

beforeAll(async () => {
  const [port] = await once(server, 'message')
  server.kill('SIGSTOP')
  url = `http://127.0.0.1:${port}`
  const taken = async () => {
    const socket = connect(Number(port), '127.0.0.1')
    waiting.push(socket)
    return Promise.race([once(socket, 'connect').then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 500, false))])
  }
  while (await taken());
})
afterAll(() => {
  for (const socket of waiting) socket.destroy()
  server.kill('SIGKILL')
})

test.each<[string, () => LanguageModel]>([
  ['ollama', () => ollama({ model: 'test', url })],
  ['an OpenAI-compatible endpoint', () => openaiCompatible({ baseUrl: `${url}/v1`, model: 'test' })],
])('%s that takes no connection is given up long before it could have answered', async (_, model) => {
  const never = new AbortController().signal
  const request = { system: '', messages: [{ role: 'user' as const, content: 'Hola' }], question: 'Hola', language: 'es', passages: [] }
  const read = async () => {
    for await (const _part of model().stream(request, { signal: never }));
  }
  await expect(read()).rejects.toMatchObject({ name: 'AdapterError', code: 'unreachable', retryable: true })
})
