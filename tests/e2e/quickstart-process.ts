import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The quickstart as `npm start` runs it, or another `script` that speaks like it, in a data folder of its own, that can be stopped, killed and started again. */
export async function quickstart(options: { env?: Record<string, string>; script?: string } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'coachkit-e2e-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  let output = ''

  async function start(): Promise<void> {
    output = ''
    const env = { ...process.env, OLLAMA_URL: 'http://127.0.0.1:9', ...options.env, PORT: String(port), COACHKIT_DATA_DIR: dataDir }
    const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', options.script ?? 'examples/quickstart/start.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('Stop with Ctrl+C')) resolve()
      }
      started.stdout.on('data', read)
      started.stderr.on('data', read)
      started.once('exit', (code) => reject(new Error(`The quickstart ended with ${code}:\n${output}`)))
    })
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }

  await start()
  return {
    url: `http://localhost:${port}`,
    dataDir,
    output: () => output,
    /** The documents page with its key, as printed. */
    documentsUrl: () => /Documents\s+(\S+)/.exec(output)?.[1] ?? '',
    key: () => /#key=(\S+)/.exec(output)?.[1] ?? '',
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
