import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// `npm start`: builds what changed (all of it the first time), then starts the quickstart example, or the one that is named: `npm start -- pages`, `npm start -- assistant`.
const root = fileURLToPath(new URL('..', import.meta.url))
const example = ['pages', 'assistant'].find((name) => name === process.argv[2]) ?? 'quickstart'

process.stdout.write('Building CoachKit (about half a minute the first time)…\n')
const built = spawnSync('turbo', ['run', 'build', `--filter=@coachkit/example-${example}...`, '--output-logs=errors-only', '--log-order=grouped'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
})
if (built.status !== 0) {
  process.stderr.write('The build failed; the lines above say where.\n')
  process.exit(1)
}

const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `examples/${example}/start.ts`], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => started.kill(signal))
started.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
