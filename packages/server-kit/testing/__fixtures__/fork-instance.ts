import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Our sources are TypeScript that names its imports as they will be built. */
const sources = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) { try { return next(name, context) } catch (error) { if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error } } })`
/** A clock that goes wrong by so much. */
const skewed = (ms: number) => `const Right = Date
globalThis.Date = class Date extends Right { constructor(...parts) { if (parts.length) super(...parts); else super(Right.now() + ${ms}) } static now() { return Right.now() + ${ms} } }`

export interface InstanceOptions {
  /** Milliseconds by which its clock is ahead. */
  skewMs?: number
  /** Milliseconds that it takes to stop, at most. */
  withinMs?: number
  /** Files and connections that it may have open. */
  files?: number
  /** An address that its tool `lookup` reads; without it there are no tools. */
  toolUrl?: string
}

/** Starts `instance-process.ts`; resolves once it listens. */
export async function forkInstance(
  database: string,
  modelUrl: string,
  dataDir: string,
  { skewMs = 0, withinMs, files, toolUrl = '' }: InstanceOptions = {},
): Promise<{ child: ChildProcess; url: string }> {
  const hook = `data:text/javascript,${encodeURIComponent(`${sources}\n${skewMs === 0 ? '' : skewed(skewMs)}`)}`
  const script = fileURLToPath(new URL('./instance-process.ts', import.meta.url))
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--import',
    hook,
    script,
    database,
    modelUrl,
    dataDir,
    String(withinMs ?? ''),
    toolUrl,
  ]
  const [command = '', ...args] = files === undefined ? node : ['sh', '-c', `ulimit -n ${files} && exec "$0" "$@"`, ...node]
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, url: `http://127.0.0.1:${port}` }
}
