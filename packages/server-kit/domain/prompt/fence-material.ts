import type { GroundingPassage } from '../../ports/index.js'

/** Puts passages between marks that name their number and a word the material cannot foresee; look-alikes inside are broken. */
export function fenceMaterial(passages: readonly GroundingPassage[], question: string): string {
  const nonce = fingerprint(`${question} ${passages.map((passage) => passage.text).join(' ')}`)
  return passages.map((passage) => fenced(passage, nonce)).join('\n\n')
}

function fenced(passage: GroundingPassage, nonce: string): string {
  const place = [passage.documentName, ...passage.headings, ...(passage.page === undefined ? [] : [`p. ${passage.page}`])].map(oneLine).join(' > ')
  return `<<<passage ${passage.number} ${nonce}>>>\n[${passage.number}] ${place}\n${neutralise(passage.text)}\n<<<end ${passage.number} ${nonce}>>>`
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
