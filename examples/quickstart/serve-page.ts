import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'

const dist = new URL('./dist/', import.meta.url)
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' }
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' data:; require-trusted-types-for 'script'"

/** Serves the built pages: `/`, `/documents` and their assets. Nothing outside `dist` has a name here. */
export async function servePage(input: { request: IncomingMessage; response: ServerResponse; mountPath: string }): Promise<void> {
  const path = new URL(input.request.url ?? '/', 'http://localhost').pathname
  const file = fileOf(path)
  const body = file && (await readFile(new URL(file, dist)).catch(() => undefined))
  if (!body) {
    input.response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such page.')
    return
  }
  const type = types[extname(file)] ?? 'application/octet-stream'
  input.response.writeHead(200, {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  input.response.end(body)
}

function fileOf(path: string): string | undefined {
  if (path === '/') return 'index.html'
  if (path === '/documents') return 'documents.html'
  return /^\/assets\/[\w-]+\.(?:js|css)$/.test(path) ? path.slice(1) : undefined
}
