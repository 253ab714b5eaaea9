import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { prepareServices } from './services.mjs'

// `npm test`: installs what the tests need, builds, checks types (type tests are part of them), runs every test.
const root = fileURLToPath(new URL('..', import.meta.url))
const services = await prepareServices().catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})

const steps = [
  ['turbo', ['run', 'build', 'typecheck', '--output-logs=errors-only', '--log-order=grouped']],
  ['vitest', ['run', ...process.argv.slice(2)]],
]
let failed = false
try {
  for (const [command, args] of steps) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...services.env } })
    failed ||= status !== 0
    if (failed) break
  }
} finally {
  services.stop()
}
process.exit(failed ? 1 : 0)
