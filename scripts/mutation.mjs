/**
 * Puts faults into the guards, one at a time, and counts those that their tests notice.
 * `node scripts/mutation.mjs [--json] [module…]`: one figure a module; what survived is listed on standard error.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { modules } from '../tests/mutation/modules.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const asJson = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
// The copies that are tested stand elsewhere.
process.env.COACHKIT_ATTACK ||= join(root, '../shared/attack')

for (const [name, { mutate }] of Object.entries(modules).filter(([each]) => wanted.length === 0 || wanted.includes(each))) {
  process.env.MUTATED_MODULE = name
  const stryker = new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
    mutate,
    reporters: ['json'],
    jsonReporter: { fileName: '.stryker/report.json' },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    tempDirName: '.stryker',
    logLevel: 'warn',
    warnings: false,
  })
  const mutants = await stryker.runMutationTest()
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const counted = mutants.filter(({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status))
  for (const { status, fileName, location, replacement } of counted) {
    if (status === 'Survived' || status === 'NoCoverage') process.stderr.write(`${name}: ${fileName}:${location.start.line + 1} ${replacement}\n`)
  }
  const figure = { name: `mutation.${name}`, value: Number((noticed / counted.length).toFixed(4)), unit: 'ratio', floor: 0.85 }
  console.log(asJson ? JSON.stringify(figure) : `${name}: ${noticed} of ${counted.length} noticed, ${(figure.value * 100).toFixed(1)} %`)
}
