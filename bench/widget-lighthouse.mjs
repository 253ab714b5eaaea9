import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPeers, peersFolder } from './install-peers.mjs'
import { median, round } from './realtime/figures.mjs'
import { openStand } from './widget/stand.mjs'

const rounds = Number(process.env.COACHKIT_ROUNDS ?? 7)
const lighthouse = fileURLToPath(new URL('node_modules/lighthouse/cli/index.js', peersFolder))
const categories = ['performance', 'accessibility', 'best-practices']

/** Lighthouse's own judgement, for a phone, of a page with the widget beside the same page without. */
export async function measure() {
  installPeers()
  const stand = await openStand()
  try {
    const found = { blank: [], widget: [] }
    for (let round = 0; round < rounds; round += 1) for (const name of Object.keys(found)) found[name].push(await judge(`${stand.url}/${name}`))
    return categories.map((category) => {
      const [value, floor] = ['widget', 'blank'].map((name) => median(found[name].map((each) => each[category])))
      return { name: `widget-lighthouse.${category}`, value: round(value), unit: 'points', floor: round(floor), ratio: round(value / floor) }
    })
  } finally {
    await stand.close()
  }
}

async function judge(url) {
  const report = join(tmpdir(), `coachkit-lighthouse-${process.pid}.json`)
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking']
  const options = [
    `--only-categories=${categories}`,
    '--output=json',
    `--output-path=${report}`,
    '--quiet',
    '--no-enable-error-reporting',
    `--chrome-flags=${flags.join(' ')}`,
  ]
  const child = spawn(process.execPath, [lighthouse, url, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CHROME_PATH: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium' },
  })
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}.`)
  const { categories: judged } = JSON.parse(await readFile(report, 'utf8'))
  await rm(report)
  return Object.fromEntries(categories.map((category) => [category, judged[category].score * 100]))
}
