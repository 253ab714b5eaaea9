import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const page = (name: string) => fileURLToPath(new URL(`./pages/${name}.html`, import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('./pages', import.meta.url)),
  logLevel: 'warn',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: { input: { index: page('index'), documents: page('documents') } },
  },
})
