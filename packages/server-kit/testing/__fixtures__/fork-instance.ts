import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Our sources are TypeScript that names its imports as they will be built. */
const hook = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) { try { return next(name, context) } catch (error) { if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error } } })`

/** Starts `instance-process.ts`; resolves once it listens. */
export async function forkInstance(...args: [database: string, modelUrl: string, dataDir: string]): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('./instance-process.ts', import.meta.url)), args, {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', `data:text/javascript,${encodeURIComponent(hook)}`],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, url: `http://127.0.0.1:${port}` }
}
