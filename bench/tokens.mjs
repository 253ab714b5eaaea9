import { figure } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const rounds = 3
const plan = { tokens: 200, everyMs: 5 }

/** Answers of 200 tokens, one every 5 ms, each to its reader, beside a relay that sends each token in a frame of its own. */
export async function measure() {
  const figures = []
  for (const answers of [1, 100, 500]) {
    const [whole, bare] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await relay(answers, 'ws', './bare-process.mjs', 'ws'))
      whole.push(await relay(answers, 'coach', './layer-process.mjs'))
    }
    const of = (key, unit) => ({ values: whole.map((each) => each[key]), floors: bare.map((each) => each[key]), unit })
    figures.push(figure(`tokens.${answers}.cpu`, of('cpu', 'µs a token')), figure(`tokens.${answers}.p50`, of('p50', 'ms')))
  }
  return figures
}

async function relay(answers, kind, file, ...args) {
  const server = await startProcess(file, ...args)
  const load = await startProcess('./socket-process.mjs')
  try {
    await load.call('open', { kind, ...(await server.call('prepare', answers)) })
    await server.call('stream', { ...plan, answers })
    await load.call('ages')
    const before = await server.call('usage')
    await server.call('stream', { ...plan, answers })
    const after = await server.call('usage')
    const { p50 } = await load.call('ages')
    return { cpu: ((after.cpuMs - before.cpuMs) * 1000) / (answers * plan.tokens), p50 }
  } finally {
    await load.stop()
    await server.stop()
  }
}
