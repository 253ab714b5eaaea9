import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Document, isBinary, isStream, type RouteCall, type RouteDefinition, type RouteResult, routes } from '@coachkit/contract'
import { workerExtractor } from '../../adapters/text-extractor/worker/index.js'
import type { Mail, TextExtractor } from '../../ports/index.js'
import { createTestServer, type TestCoach, type TestServerOptions } from '../create-test-server.js'
import { memoryStorage } from './memory-storage.js'

/** A creator's visitor with a conversation of its own. */
export interface Visitor {
  token: string
  conversationId: string
}
type Credential = { token?: string }
type CallOf<Route extends RouteDefinition> = Partial<RouteCall<Route>> & Credential

/** Calls to one address of a coach. */
export interface TestClient {
  /** Address with the mount path, without a slash at its end. */
  url: string
  /** Any request to a path below the mount path. */
  request(path: string, init?: RequestInit & Credential): Promise<Response>
  /** Calls a JSON route as the contract declares it. Rejects unless it succeeds. */
  call<Route extends RouteDefinition>(route: Route, call?: CallOf<Route>): Promise<RouteResult<Route>>
  /** Posts a file; with the creator's key unless told. */
  upload(file: File, credential?: Credential): Promise<Response>
  /** Uploads a file and waits until it was read, well or not. */
  ingest(file: File): Promise<Document>
  visitor(): Promise<Visitor>
}

/** A real coach that listens on the loopback interface, its data in memory, its files in a folder of its own. */
export interface TestServer extends TestClient, Omit<TestCoach, 'url'> {
  /** The access token of somebody who just registered, with a creator of their own. */
  person(): Promise<string>
}

const { extract } = workerExtractor()
/** One for all servers of this process, with which it ends: each would start processes of its own, which takes as long as the rest of it. */
const extractor: TextExtractor = { extract, close: async () => undefined }

/** Starts one with the creator `ana`, who writes Spanish. It answers by quoting unless `languageModel` says otherwise, and counts calls only when `limits` are given. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const mails: Mail[] = []
  const started = await createTestServer({
    mailer: { send: async (mail) => void mails.push(mail) },
    extractor,
    ...(options.dataDir ? {} : { storage: memoryStorage() }),
    ...options,
  })
  const client = clientOf(started)
  return {
    ...started,
    ...client,
    async person() {
      const [email, password] = [`${randomUUID()}@example.com`, 'siete caballos rumbo al mar']
      await client.call(routes.auth.register, { body: { email, password, fullName: 'Ana', language: 'es' } })
      while (!mails.some(({ to }) => to === email)) await wait(5)
      const token = /^[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[0] ?? ''
      await client.call(routes.auth.verifyEmail, { body: { token } })
      return (await client.call(routes.auth.login, { body: { email, password } })).accessToken
    },
  }
}

/** Calls to a coach at `url`, with its creator's `key`. */
export function clientOf({ url, key }: { url: string; key: string }): TestClient {
  const request: TestClient['request'] = (path, { token, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    return fetch(`${url}${path}`, { ...init, headers })
  }
  const call: TestClient['call'] = async (route, input) => {
    const given: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown; token?: string } = { ...(input as object) }
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given.params?.[name] ?? ''))
    const query = given.query ? `?${new URLSearchParams(given.query)}` : ''
    const json = given.body === undefined ? {} : { body: JSON.stringify(given.body), headers: { 'content-type': 'application/json' } }
    const response = await request(`${path}${query}`, { method: route.method, ...json, ...(given.token === undefined ? {} : { token: given.token }) })
    if (!response.ok) throw new Error(`${route.method} ${path}: ${response.status} ${await response.text()}`)
    if (isStream(route.result)) return response as RouteResult<typeof route>
    if (isBinary(route.result)) return (await response.blob()) as RouteResult<typeof route>
    return (route.result ? route.result.parse(await response.json()) : undefined) as RouteResult<typeof route>
  }
  const upload: TestClient['upload'] = (file, { token = key } = {}) => {
    const body = new FormData()
    body.set('file', file)
    return request(routes.knowledge.upload.path, { method: 'POST', body, token })
  }
  return {
    url,
    request,
    call,
    upload,
    async ingest(file) {
      const response = await upload(file)
      if (response.status !== 201) throw new Error(`The file was not taken: ${response.status} ${await response.text()}`)
      let { document } = routes.knowledge.upload.result.parse(await response.json())
      while (document.status === 'pending' || document.status === 'processing') {
        await wait(20)
        document = await call(routes.knowledge.status, { params: { documentId: document.id }, token: key })
      }
      return document
    },
    async visitor() {
      const { token } = await call(routes.sessions.create, { body: { creator: 'ana' } })
      const { id } = await call(routes.conversations.create, { token })
      return { token, conversationId: id }
    },
  }
}
