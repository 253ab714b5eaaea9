import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// `npm start`: builds what changed (all of it the first time), then starts the quickstart example.
const root = fileURLToPath(new URL('..', import.meta.url))

process.stdout.write('Building CoachKit (about half a minute the first time)…\n')
const built = spawnSync('turbo', ['run', 'build', '--filter=@coachkit/example-quickstart...', '--output-logs=errors-only', '--log-order=grouped'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
})
if (built.status !== 0) {
  process.stderr.write('The build failed; the lines above say where.\n')
  process.exit(1)
}

const quickstart = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'examples/quickstart/start.ts'], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => quickstart.kill(signal))
quickstart.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
