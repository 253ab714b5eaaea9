import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { matchesFrom, oddsAt, teams } from './matches.ts'

/** A small stand-in for somebody's live data: made up, but over HTTP and changing, as such data is. */
export async function startFeed({ now = () => new Date() }: { now?: () => Date } = {}) {
  const asked: string[] = []
  let up = true
  const answers: Record<string, () => object> = {
    '/teams': () => ({ items: teams }),
    '/matches': () => ({ items: matchesFrom(now()) }),
    '/odds': () => ({ at: now().toISOString(), items: matchesFrom(now()).map((match) => ({ ...match, odds: oddsAt(match, now()) })) }),
  }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = answers[path]
    if (!up) send(response, 503, { error: 'The feed is away.' })
    else if (answer) send(response, 200, answer())
    else send(response, 404, { error: 'There is no such list.' })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The paths that were asked for, in order. */
    asked,
    /** Whether it answers. */
    setUp(value: boolean): void {
      up = value
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
