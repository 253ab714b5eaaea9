import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const peersFolder = new URL('./peers/', import.meta.url)
const folder = fileURLToPath(peersFolder)

/** What others made stands in a folder of its own, so that nobody else needs to install it; it is installed when it is first asked for. */
export function installPeers() {
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) return
  process.stderr.write('Installing the peers beside the bench…\n')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('The peers could not be installed: see bench/peers.')
}

function changedAt(file) {
  return statSync(`${folder}${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
