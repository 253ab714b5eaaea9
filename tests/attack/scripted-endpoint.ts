import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** How a request is answered; `call` counts from 1 since the script was set. */
export type Script = (response: ServerResponse, call: number) => Promise<void> | void

/** An endpoint that answers any path by the script that was set last. */
export async function startScriptedEndpoint() {
  let script: Script = (response) => void response.writeHead(404).end()
  let bodies: string[] = []
  let times: number[] = []
  let [open, left] = [0, 0]
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    bodies.push(body)
    times.push(performance.now())
    open += 1
    response.on('error', () => undefined)
    response.on('close', () => {
      open -= 1
      if (!response.writableFinished) left += 1
    })
    await script(response, bodies.length)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What the requests said since the script was set, and when they came, in milliseconds. */
    calls: () => bodies.map((body, at) => ({ body, at: times[at] ?? 0 })),
    /** Answers under way, and those whose reader left before their end. */
    open: () => open,
    left: () => left,
    play(next: Script) {
      script = next
      bodies = []
      times = []
      left = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Sends the chunks one by one, each in a packet of its own as far as that can be had. */
export function chunkScript(chunks: Buffer[], contentType: string): Script {
  return async (response) => {
    response.socket?.setNoDelay(true)
    response.writeHead(200, { 'content-type': contentType })
    response.flushHeaders()
    for (const chunk of chunks) {
      response.write(chunk)
      await wait(1)
    }
    response.end()
  }
}

/** An answer of the OpenAI protocol in so many tokens, each `word `; the connection stays open after them unless `end`. */
export async function writeTokens(response: ServerResponse, { count, end }: { count: number; end: boolean }): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let at = 0; at < count && !response.destroyed; at += 1) {
    const room = response.write('data: {"choices":[{"delta":{"content":"word "}}]}\n\n')
    if (!room) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  if (end) response.end('data: [DONE]\n\n')
}
