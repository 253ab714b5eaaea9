import base from '../../vitest.config.js'
import { modules } from './modules.mjs'

/** The tests of one guard alone. */
export default { ...base, test: { ...base.test, include: modules[process.env.MUTATED_MODULE as keyof typeof modules].tests } }
