import { fileURLToPath } from 'node:url'

/** The packages of this repository lie above the example. */
const config = { turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) } }
export default config
