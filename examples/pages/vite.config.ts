import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Only the Vue page is built; the others are served as they are written.
export default defineConfig({
  root: fileURLToPath(new URL('./vue', import.meta.url)),
  base: '/vue/',
  logLevel: 'warn',
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('coach-') } } })],
  build: { outDir: '../dist', emptyOutDir: true, modulePreload: false },
})
