import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const longestStartMs = 30_000

/** From the sources, imports name `.js` files that are `.ts` there. */
const sourceHook = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) { try { return next(name, context) } catch (error) { if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error } } })`

/** A process that reads documents, told when it listens; one that could not start is not connected. */
export async function startChild({ heapMb }: { heapMb: number }): Promise<ChildProcess> {
  const fromSources = import.meta.url.endsWith('.ts')
  const file = fileURLToPath(new URL(fromSources ? './child.ts' : './child.js', import.meta.url))
  const child = fork(file, {
    // Nothing of the server's environment: no secret can leave through a document.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [`--max-old-space-size=${Math.floor(heapMb)}`, ...(fromSources ? ['--import', `data:text/javascript,${encodeURIComponent(sourceHook)}`] : [])],
  })
  // Told by its exit; without a listener a message to a child that is gone would end this process.
  child.on('error', () => undefined)
  const settled = new AbortController()
  const limit = AbortSignal.any([settled.signal, AbortSignal.timeout(longestStartMs)])
  await Promise.race([once(child, 'message', { signal: limit }), once(child, 'exit', { signal: limit })]).catch(() => undefined)
  settled.abort()
  letGo(child)
  return child
}

/** While a document is read, the child keeps the process alive. */
export function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

export function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
