import type { Embedder, Logger, Storage } from '../../../ports/index.js'

/** Passages from which these tests take a creator for large. */
export const largeFrom = 50
export const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const question = 'Where may children swim?'
/** No word of the question stands in it. */
export const passage = 'Los menores pueden bañarse en la piscina pequeña.'

const dimensions = 64
const widget = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' as const }
const passageCount = 400

/** Numbers that are the same each time. */
function drawn(seed: number): Float32Array {
  let state = seed
  const values = Float32Array.from({ length: dimensions }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31 - 0.5
  })
  return unit(values)
}
function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

/** What the question means. */
const meant = drawn(7_000_001)
/** Vectors as a model would make them: the passage's lies near the question's, all others anywhere. */
export function vectorOf(text: string, seed: number): Float32Array {
  const noise = drawn(5)
  return text.startsWith(passage) ? unit(meant.map((value, at) => value + 0.02 * (noise[at] ?? 0))) : drawn(seed)
}
export function embedderNamed(id: string): Embedder {
  return { id, maxBatch: 8, embed: async (texts) => texts.map((text) => (text === question ? meant : drawn(9_000_000 + text.length))) }
}

export async function createCreator(storage: Storage, slug: string): Promise<string> {
  return (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug, name: slug, language: 'es', widget }))).id
}

export async function addDocument(storage: Storage, input: { creatorId: string; id: string; texts: string[]; embedderId: string; language?: string }) {
  const { creatorId, id, texts, embedderId, language = 'es' } = input
  const chunks = texts.map((text, index) => ({ index, text, headings: [], language, tokenCount: 20 }))
  const vectors = texts.map((text, index) => vectorOf(text, index + 1))
  await storage.as({ creatorId }, async (tx) => {
    await tx.knowledge.add({ id, name: 'guia.md', type: 'md', size: 1, blobKey: id })
    await tx.knowledge.finish({ documentId: id, language, chunks, embeddings: { embedderId, vectors } })
    await tx.embeddings.complete({ embedderId })
  })
}

/** A creator with some hundred passages of which one means what the question does. */
export async function createLargeCreator(storage: Storage, input: { slug: string; embedderId: string; note?: string }): Promise<string> {
  const { slug, embedderId, note = '' } = input
  const creatorId = await createCreator(storage, slug)
  const texts = Array.from({ length: passageCount }, (_, index) => `La práctica número ${index} enseña a respirar con calma y a ordenar la agenda.`)
  texts[123] = `${passage}${note}`
  await addDocument(storage, { creatorId, id: documentId('a'), texts, embedderId })
  return creatorId
}

export function documentId(digit: string): string {
  return `doc_${digit.repeat(24)}`
}
