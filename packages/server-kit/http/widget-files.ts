import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const types: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.map': 'application/json' }

/** One file of the built widget; `undefined` when there is none. `name` is a bare file name. */
export async function widgetFile(folder: string | undefined, name: string): Promise<Response | undefined> {
  if (!folder || !/^[\w-][\w.-]*$/.test(name)) return undefined
  const bytes = await readFile(join(folder, name)).catch(() => undefined)
  if (!bytes) return undefined
  // The entry keeps its name, so it is asked for anew; chunks carry a hash in theirs.
  const cacheControl = name === 'widget.js' ? 'public, max-age=300' : 'public, max-age=31536000, immutable'
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': cacheControl, 'access-control-allow-origin': '*' },
  })
}

/** Where `@coachkit/widget` keeps its browser files, if it is installed. */
export function installedWidget(): string | undefined {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve('@coachkit/widget/package.json'))), 'dist', 'cdn')
  } catch {
    return undefined
  }
}
