import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

const mebibyte = 1024 * 1024
const endless = Buffer.alloc(64 * 1024, 'x')
const zeros = gzipSync(Buffer.alloc(mebibyte))

/** What a row's note says of its world: the answers of its name, one list a question, and what its server does at each hop. */
export interface Scenario {
  addresses: string[][]
  answer(response: ServerResponse, hop: number): void
}

const address = /(?:\d{1,3}\.){3}\d{1,3}|(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi

/** Reads a note such as `302 -> file:///etc/passwd` or `A public, AAAA ::1`; `undefined` when it describes nothing known. */
export function scenarioOf(note: string, host: string, publicAddress: string): Scenario | undefined {
  const addresses = addressesOf(note, publicAddress)
  const behaviour = behaviourOf(note, host)
  if (!behaviour && addresses.flat().every((answer) => answer === publicAddress)) return undefined
  return { addresses, answer: behaviour ?? ((response) => response.end('inside')) }
}

function addressesOf(note: string, publicAddress: string): string[][] {
  const named = note.includes('->') ? [] : (note.match(address) ?? [])
  if (named.length === 0) return [[publicAddress]]
  const answers = /\bpublic\b/i.test(note) ? [publicAddress, ...named] : named
  // Rebinding: each question has another answer. Else all of them come at once.
  return /\b(?:first|second|then)\b/i.test(note) ? answers.map((answer) => [answer]) : [answers]
}

function behaviourOf(note: string, host: string): Scenario['answer'] | undefined {
  const [, status, hops] = /(30[12378])(?:[^>]*?chain of (\d+))?/.exec(note) ?? []
  if (status !== undefined) {
    const written = /to itself/.test(note) ? `http://${host}/` : (/->\s*(.+)$/.exec(note)?.[1] ?? '')
    const goal = written === 'public host port 22' ? `http://${host}:22/` : written
    // A chain goes through its own pages before it reaches its goal.
    const last = Number(hops ?? 1) - 1
    return (response, hop) => response.writeHead(Number(status), { location: hop < last ? `/hop-${hop + 1}` : goal }).end()
  }
  if (/endless|huge|infinite/i.test(note)) return (response) => pour(response, endless)
  if (/gzip|bomb|inflate/i.test(note)) return (response) => pour(response.writeHead(200, { 'content-encoding': 'gzip' }), zeros)
  if (/second for ever|slow|drip|trickle|never/i.test(note)) return (response) => void response.write('x')
  return undefined
}

function pour(response: ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}
