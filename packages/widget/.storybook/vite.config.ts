import { defineConfig } from 'vite'

// Stories are drawn from the sources as they are; what tightens the bundle is for the bundle.
export default defineConfig({})
