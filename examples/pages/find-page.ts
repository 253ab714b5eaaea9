import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' }

/** The strictest policy that a site can have and still show itself; what breaks it is reported. */
const strictPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; report-uri /violations"

const pages: Record<string, { file: string; headers?: Record<string, string> }> = {
  '/': { file: 'pages/index.html' },
  '/strict-policy': { file: 'pages/strict-policy.html', headers: { 'content-security-policy': strictPolicy } },
  '/hostile': { file: 'pages/hostile.html' },
  '/wordpress': { file: 'pages/wordpress.html' },
  '/vue': { file: 'dist/index.html' },
  '/jquery.js': { file: new URL(import.meta.resolve('jquery')).href.replace(/jquery\.js$/, 'jquery.min.js') },
}

export interface FoundPage {
  status: number
  headers: Record<string, string>
  body: Buffer | string
}

/** A page or one of its scripts and styles. Nothing else has a name here. */
export async function findPage(path: string): Promise<FoundPage> {
  const { file, headers = {} } = pages[path] ?? { file: assetOf(path) }
  const body = file && (await readFile(new URL(file, import.meta.url)).catch(() => undefined))
  if (!body) return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'There is no such page.\n' }
  return { status: 200, headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'x-content-type-options': 'nosniff', ...headers }, body }
}

function assetOf(path: string): string | undefined {
  if (/^\/[\w-]+\.(?:js|css)$/.test(path)) return `pages${path}`
  return /^\/vue\/assets\/[\w.-]+\.(?:js|css)$/.test(path) ? path.replace('/vue/', 'dist/') : undefined
}
