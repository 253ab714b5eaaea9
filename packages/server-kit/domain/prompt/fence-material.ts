import type { GroundingPassage } from '../../ports/index.js'
import type { StitchedPassage } from './stitch-passages.js'

/**
 * Puts runs of passages between marks that name the first one's number and a word the material cannot foresee; look-alikes
 * inside are broken. Within a run the number of each passage stands before what it adds.
 */
export function fenceMaterial(runs: readonly (readonly StitchedPassage[])[], question: string): string {
  const nonce = fingerprint(`${question} ${runs.flatMap((run) => run.map(({ text }) => text)).join(' ')}`)
  return runs.map((run) => fenced(run, nonce)).join('\n\n')
}

/** What a page says of itself, a line each, between such marks. */
export function fenceContext(context: Record<string, string | number | boolean>, question: string): string {
  const lines = Object.entries(context).map(([name, value]) => `${oneLine(name)}: ${oneLine(String(value))}`)
  const nonce = fingerprint(`${question} ${lines.join(' ')}`)
  return `<<<page ${nonce}>>>\n${lines.join('\n')}\n<<<end page ${nonce}>>>`
}

/** What a tool said, between such marks; `asOf`: when, if that was not now. */
export function fenceResult({ name, text, asOf }: { name: string; text: string; asOf?: string | undefined }): string {
  const nonce = fingerprint(`${name} ${text}`)
  return `<<<result ${name} ${nonce}${asOf === undefined ? '' : ` of ${asOf}`}>>>\n${neutralise(text)}\n<<<end result ${nonce}>>>`
}

function fenced(run: readonly StitchedPassage[], nonce: string): string {
  const first = run[0]?.passage.number
  const pieces = run.map(({ passage, text }, at) => `${heading(passage, run[at - 1]?.passage)}\n${neutralise(text)}`)
  return `<<<passage ${first} ${nonce}>>>\n${pieces.join('\n')}\n<<<end ${first} ${nonce}>>>`
}

/** Where a passage stands; one that goes on in the same place has its number alone. */
function heading(passage: GroundingPassage, before: GroundingPassage | undefined): string {
  const place = placeOf(passage)
  return before && placeOf(before) === place ? `[${passage.number}]` : `[${passage.number}] ${place}`
}

function placeOf({ documentName, headings, page }: GroundingPassage): string {
  return [documentName, ...headings, ...(page === undefined ? [] : [`p. ${page}`])].map(oneLine).join(' > ')
}

function oneLine(text: string): string {
  return neutralise(text).replace(/\s+/gu, ' ')
}

/** Marks, chat-template tokens and invisible characters of a document lose their meaning; its words stay. */
function neutralise(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '')
    .replace(/<<+|>>+/gu, (mark) => mark.split('').join(' '))
    .replace(/<\|/gu, '< |')
    .replace(/\|>/gu, '| >')
    .replace(/\[(\/?INST|\d{1,3})\]/giu, '($1)')
    .replace(/\[(\s*(?:source|fuente|fonte|passage|pasaje|trecho|document|documento)\s+\d{1,3}\b[^[\]]*)\]/giu, '($1)')
    .replace(/<(\/?(?:s|system|user|assistant|context|documents?|sources?|passages?|instructions?|tool_(?:call|response)s?))>/giu, '< $1 >')
}

/** FNV-1a over the content, twice with different seeds: a document cannot hold the print of a text it is part of. */
function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01000193].map((seed) => hash(text, seed).toString(36)).join('')
}

function hash(text: string, seed: number): number {
  let value = seed
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
