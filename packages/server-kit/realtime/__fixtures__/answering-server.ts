import type { Duplex } from 'node:stream'
import { routes } from '@coachkit/contract'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import type { TestServerOptions } from '../../testing/create-test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
export const answerText = 'Reserva media hora el día anterior y escribe qué quieres que cambie [1].'

/** A coach with a document and a model server that writes `answerText` word by word. */
export interface AnsweringServer extends TestServer {
  socketUrl: string
  ticket(visitor: Visitor): Promise<string>
  /** Sends a question; resolves once it is stored. */
  ask(visitor: Visitor, text?: string): Promise<void>
  /** Cuts what carries events: sockets and open streams. */
  cutRealtime(): void
}

export async function startAnsweringServer(options: TestServerOptions & { delayMs?: number } = {}): Promise<AnsweringServer> {
  const { delayMs = 1, ...serverOptions } = options
  const model = await startOllamaServer({ models: ['test'], reply: () => answerText, delayMs })
  const server = await startTestServer({ languageModel: ollama({ url: model.url, model: 'test' }), ...serverOptions })
  await server.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
  const carriers = new Set<Duplex>()
  server.server.on('upgrade', (_request, socket) => void carriers.add(socket))
  server.server.on('request', (request) => {
    if (/\/realtime\/(?:http-stream|sse)/.test(request.url ?? '')) carriers.add(request.socket)
  })
  let asked = 0
  return {
    ...server,
    socketUrl: `${server.url.replace('http', 'ws')}/v1/realtime/ws`,
    ticket: async ({ token }) => (await server.call(routes.realtime.ticket, { token })).ticket,
    async ask({ token, conversationId }, text = '¿Cómo preparo la primera sesión?') {
      asked += 1
      await server.call(routes.messages.send, { params: { conversationId }, body: { clientMessageId: `question-${asked}`, text }, token })
    },
    cutRealtime() {
      for (const socket of carriers) socket.destroy()
      carriers.clear()
    },
    async close() {
      await server.close()
      await model.close()
    },
  }
}
