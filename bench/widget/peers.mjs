import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export const peersFolder = new URL('../peers/', import.meta.url)
const folder = fileURLToPath(peersFolder)

/** Other chats, installed and built beside the bench when they are first asked for. Their pages are named like them. */
export async function preparePeers(names) {
  installPeers()
  for (const name of names) {
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        modulePreload: false,
        target: 'es2022',
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: {
          input: `${folder}pages/${name}.jsx`,
          output: { entryFileNames: `${name}.js`, assetFileNames: `${name}[extname]`, codeSplitting: false },
        },
      },
    })
  }
  return names
}

/** They have a folder of their own, so that nobody else needs to install them. */
export function installPeers() {
  if (existsSync(`${folder}node_modules/.package-lock.json`)) return
  process.stderr.write('Installing the other chats beside the bench…\n')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('The other chats could not be installed: see bench/peers.')
}
