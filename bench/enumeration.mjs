import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCoachServer, jsonLogger, pglite } from '@coachkit/server-kit'

const accounts = 200
const password = 'siete caballos rumbo al mar'

/** Whether a sign-in tells known addresses from unknown ones: 200 of each, in turns, with a wrong password. */
export async function measure() {
  const mails = []
  const coach = createCoachServer({
    storage: pglite({ dataDir: 'memory' }),
    dataDir: join(tmpdir(), 'coachkit-bench'),
    limits: false,
    mailer: { send: async (mail) => void mails.push(mail) },
    logger: jsonLogger({ level: 'silent' }),
  })
  const post = (path, body) =>
    coach.fetch(
      new Request(`http://localhost/v1/auth/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    )
  try {
    await coach.start()
    for (let at = 0; at < accounts; at += 1) await post('register', { email: `known-${at}@example.com`, password, fullName: 'Ana', language: 'es' })
    const times = { known: [], unknown: [] }
    const answers = new Set()
    for (let at = -5; at < accounts; at += 1) {
      for (const kind of at % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']) {
        const began = performance.now()
        const response = await post('login', { email: `${kind}-${Math.max(0, at)}@example.com`, password: 'ocho gaviotas sobre el puerto' })
        const text = await response.text()
        if (at < 0) continue
        times[kind].push(performance.now() - began)
        answers.add(`${response.status} ${text.replace(/"requestId":"[^"]+"/, '')}`)
      }
    }
    const difference = Math.abs(median(times.known) - median(times.unknown))
    return [
      { name: 'enumeration.login.distinct-answers', value: answers.size, unit: 'answers', floor: 1 },
      { name: 'enumeration.login.median-difference', value: round(difference), unit: 'ms' },
      { name: 'enumeration.login.mann-whitney-p', value: round(mannWhitney(times.known, times.unknown)), unit: 'probability' },
    ]
  } finally {
    await coach.stop()
  }
}

/** The two-sided p of the Mann-Whitney U test, by the normal approximation; times have no ties worth the name. */
function mannWhitney(first, second) {
  const all = [...first.map((value) => [value, 0]), ...second.map((value) => [value, 1])].toSorted(([one], [other]) => one - other)
  const ranks = all.reduce((sum, [, group], index) => (group === 0 ? sum + index + 1 : sum), 0)
  const [m, n] = [first.length, second.length]
  const u = ranks - (m * (m + 1)) / 2
  const z = Math.abs(u - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12)
  return 2 * (1 - normal(z))
}

/** The standard normal distribution (Abramowitz and Stegun, 26.2.17). */
function normal(z) {
  const t = 1 / (1 + 0.2316419 * z)
  const tail = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153].reduce((sum, factor) => (sum + factor) * t, 0)
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other)
  return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2
}

function round(value) {
  return Math.round(value * 1000) / 1000
}
