import { createHash } from 'node:crypto'
import { passageText } from '../../domain/document/passage-text.js'
import type { Chunk, Embedder, Storage } from '../../ports/index.js'

export interface EmbeddedChunks {
  /** In the chunks' places; those the embedder does not know the language of, and those it failed at, have none. */
  vectors: (Float32Array | undefined)[]
  hashes: string[]
  /** Why some are missing. */
  failure?: unknown
}

/** The vectors of passages: those of texts that were embedded before as they are stored, the others made now. Rejects when called off. */
export async function embedChunks(input: {
  storage: Storage
  embedder: Embedder
  creatorId: string
  chunks: readonly Chunk[]
  signal: AbortSignal
}): Promise<EmbeddedChunks> {
  const { storage, embedder, creatorId, chunks, signal } = input
  const texts = chunks.map(passageText)
  const hashes = texts.map((text) => hashOf(embedder.id, text))
  const byHash = await storage.as({ creatorId }, (tx) => tx.embeddings.known({ embedderId: embedder.id, hashes }))
  const waiting = new Map<string, string>()
  for (const [at, chunk] of chunks.entries()) {
    const hash = hashes[at] ?? ''
    if (knows(embedder, chunk.language) && !byHash.has(hash)) waiting.set(hash, texts[at] ?? '')
  }
  const done = (failure?: unknown): EmbeddedChunks => ({
    vectors: chunks.map(({ language }, at) => (knows(embedder, language) ? byHash.get(hashes[at] ?? '') : undefined)),
    hashes,
    ...(failure === undefined ? {} : { failure }),
  })
  if (embedder.client) return done()
  const entries = [...waiting]
  for (let at = 0; at < entries.length; at += embedder.maxBatch) {
    const batch = entries.slice(at, at + embedder.maxBatch)
    try {
      const made = await embedder.embed(
        batch.map(([, text]) => text),
        { purpose: 'passage', signal },
      )
      for (const [place, [hash]] of batch.entries()) if (made[place]) byHash.set(hash, made[place])
    } catch (failure) {
      signal.throwIfAborted()
      return done(failure)
    }
  }
  return done()
}

export function knows({ languages }: Embedder, language: string): boolean {
  return languages === undefined || languages.includes(language)
}

/** What a model expects before a text belongs to the model, so its name stands for it. */
export function hashOf(embedderId: string, text: string): string {
  return createHash('sha256').update(`${embedderId}\n${text}`).digest('base64url')
}
