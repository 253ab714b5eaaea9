#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const main = path('../dist/cli/main.js')

// A fresh clone has nothing built yet; a published package always has.
if (!existsSync(main) && existsSync(path('../../../turbo.json'))) {
  process.stderr.write('Building CoachKit for the first run…\n')
  const built = spawnSync(
    path('../../../node_modules/.bin/turbo'),
    ['run', 'build', '--filter=@coachkit/server-kit', '--filter=@coachkit/widget', '--output-logs=errors-only'],
    {
      cwd: path('../../..'),
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  if (built.status !== 0) {
    process.stderr.write('The build failed. Run `npm run build` in the repository to see why.\n')
    process.exit(1)
  }
}
const { main: run } = await import('../dist/cli/main.js')
process.exitCode = await run(process.argv.slice(2))
