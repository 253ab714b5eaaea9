import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import * as z from 'zod/mini'
import type { AppEnv } from './app-deps.js'
import { isKnown } from './entity-tag.js'

const types: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.map': 'application/json' }

const entries = new Set(['widget.js', 'widget.classic.js'])
/** A worker goes by its own policy and not by its page's: this one loads a library and a model of its own website, and runs WebAssembly. */
const ofWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
const versions = z.record(z.string(), z.object({ file: z.string(), integrity: z.string() }))

/** One file of the built widget, as its build has compressed it where the caller takes that; `undefined` when there is none. `name` is a bare file name. */
export async function widgetFile(context: Context<AppEnv>, folder: string | undefined, name: string): Promise<Response | undefined> {
  if (!folder || !/^[\w-][\w.-]*$/.test(name)) return undefined
  const read = (file: string) => readFile(join(folder, file)).catch(() => undefined)
  const small = takesBrotli(context) ? await read(`${name}.br`) : undefined
  const bytes = small ?? (await read(name))
  if (!bytes) return undefined
  // The entries keep their names, so they are asked for anew; everything else carries a hash in its own.
  const cacheControl = entries.has(name) ? 'public, max-age=300' : 'public, max-age=31536000, immutable'
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const headers = {
    'cache-control': cacheControl,
    'access-control-allow-origin': '*',
    vary: 'accept-encoding',
    etag,
    ...(name.startsWith('embedder-worker-') ? { 'content-security-policy': ofWorker } : {}),
  }
  if (isKnown(context, etag)) return new Response(null, { status: 304, headers })
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...headers,
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'content-length': String(bytes.length),
      ...(small ? { 'content-encoding': 'br' } : {}),
    },
  })
}

function takesBrotli(context: Context<AppEnv>): boolean {
  return parseAccept(context.req.header('accept-encoding') ?? '').some(({ type, q }) => type === 'br' && q > 0)
}

/** Under which names the built widget's entries never change, and their `integrity`; nothing where there is none. */
export async function widgetVersions(folder: string | undefined): Promise<z.infer<typeof versions>> {
  const list = folder === undefined ? undefined : await readFile(join(folder, 'versions.json'), 'utf8').catch(() => undefined)
  return list === undefined ? {} : versions.parse(JSON.parse(list))
}

/** Where `@coachkit/widget` keeps its browser files, if it is installed. */
export function installedWidget(): string | undefined {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve('@coachkit/widget/package.json'))), 'dist', 'cdn')
  } catch {
    return undefined
  }
}
