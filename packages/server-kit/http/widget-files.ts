import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'

const types: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.map': 'application/json' }

const entries = new Set(['widget.js', 'widget.classic.js'])
/** A worker goes by its own policy and not by its page's: this one loads a library and a model of its own website, and runs WebAssembly. */
const ofWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
const versions = z.record(z.string(), z.object({ file: z.string(), integrity: z.string() }))

/** One file of the built widget; `undefined` when there is none. `name` is a bare file name. */
export async function widgetFile(folder: string | undefined, name: string): Promise<Response | undefined> {
  if (!folder || !/^[\w-][\w.-]*$/.test(name)) return undefined
  const bytes = await readFile(join(folder, name)).catch(() => undefined)
  if (!bytes) return undefined
  // The entries keep their names, so they are asked for anew; everything else carries a hash in its own.
  const cacheControl = entries.has(name) ? 'public, max-age=300' : 'public, max-age=31536000, immutable'
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'cache-control': cacheControl,
      'access-control-allow-origin': '*',
      ...(name.startsWith('embedder-worker-') ? { 'content-security-policy': ofWorker } : {}),
    },
  })
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
