import base from '../../vitest.config.js'
import { modules } from './modules.mjs'

const mutated = process.env.MUTATED_MODULE ?? ''

/** The tests of the mutated guard alone, or of all guards. */
export default {
  ...base,
  test: { ...base.test, include: Object.entries(modules).flatMap(([name, { tests }]) => (mutated === '' || mutated === name ? tests : [])) },
}
