import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// What would be published is right: publint for the manifest, attw for the types as every resolver sees them.
const packages = fileURLToPath(new URL('../packages/', import.meta.url))
let failed = false
for (const name of readdirSync(packages)) {
  const cwd = `${packages}${name}`
  for (const [command, args] of [
    ['publint', ['run', '--strict', '.']],
    ['attw', ['--pack', '.', '--profile', 'esm-only', '--format', 'ascii', '--no-color']],
  ]) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
    if (status === 0) continue
    failed = true
    process.stdout.write(`${name}: ${command} failed\n${stdout}${stderr}\n`)
  }
}
process.stdout.write(failed ? 'Some package would not be right if published.\n' : 'Every package is right.\n')
process.exit(failed ? 1 : 0)
