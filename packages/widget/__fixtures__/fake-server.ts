import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { WidgetConfig } from '@coachkit/contract'
import { createScriptedCoach, mountedAt } from './scripted-coach.js'

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>

/** A scripted coach behind a real address, with the built widget's files and pages that hold it. */
export async function startFakeServer(options: { cdn: string; config: WidgetConfig; page(path: string): string; csp?: string }) {
  const coach = createScriptedCoach(options.config)
  const requests: string[] = []

  const server = createServer((request, response) => {
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? '/', 'http://localhost')
    requests.push(`${request.method} ${path}`)
    if (/^\/coach\/[\w.-]+\.js(on)?$/.test(path)) return file(response, path.slice('/coach/'.length))
    if (path.startsWith(`${mountedAt}/`)) return send(await coach.answer(await webRequest(request)), response)
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(options.csp ? { 'content-security-policy': options.csp } : {}) })
      .end(options.page(path))
  }
  const file = async (response: ServerResponse, name: string) => {
    const bytes = await readFile(join(options.cdn, name))
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(bytes)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...coach,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reset(): void {
      coach.reset()
      requests.length = 0
    },
    async close(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function webRequest(request: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []))
  const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {}
  return new Request(`http://localhost${request.url}`, { method: request.method ?? 'GET', headers, ...body })
}

async function send({ status, headers, body }: Response, response: ServerResponse): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers))
  if (!body) return void response.end()
  // A stream that is cut ends its connection, on either side.
  await pipeline(Readable.fromWeb(body as import('node:stream/web').ReadableStream), response).catch(() => undefined)
}
