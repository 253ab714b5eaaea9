import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { installPeers, peersFolder } from '../install-peers.mjs'

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
