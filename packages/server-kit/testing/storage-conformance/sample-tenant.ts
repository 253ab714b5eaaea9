import { randomUUID } from 'node:crypto'
import type { ConversationRecord, Principal, QuestionVector, SentMessage, Storage, StorageTx } from '../../ports/index.js'

/** A creator of its own for one test, with a session and a conversation. */
export interface SampleTenant {
  creatorId: string
  slug: string
  sessionId: string
  /** Of a token that opens the session for an hour. */
  tokenHash: string
  conversation: ConversationRecord
  /** Who holds the token. */
  visitor: Principal
  /** Sends as the visitor, in the conversation unless told. The coach is to answer it. */
  send(input: { conversationId?: string; clientMessageId?: string; text: string; vector?: QuestionVector }): Promise<Required<SentMessage>>
  /** Work in this tenant's scope. */
  as<Result>(work: (tx: StorageTx) => Promise<Result>): Promise<Result>
}

export async function createSampleTenant(storage: Storage): Promise<SampleTenant> {
  const slug = `sample-${randomUUID()}`
  const creator = await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug, name: 'Sample', language: 'es', widget }))
  const scope = { creatorId: creator.id }
  const tokenHash = randomUUID()
  const { session, conversation } = await storage.as(scope, async (tx) => {
    const session = await tx.sessions.create({ tokenHash, expiresAt: inOneHour() })
    return { session, conversation: await tx.conversations.create({ sessionId: session.id }) }
  })
  const visitor = { kind: 'visitor' as const, creatorId: creator.id, sessionId: session.id, tokenHash }
  return {
    creatorId: creator.id,
    slug,
    sessionId: session.id,
    tokenHash,
    conversation,
    visitor,
    async send(input) {
      const { answer, ...sent } = await storage.batched.sendMessage({ sender: visitor, conversationId: conversation.id, ...input })
      if (!answer) throw new Error('No coach answers there.')
      return { ...sent, answer }
    },
    as: (work) => storage.as(scope, work),
  }
}

export function inOneHour(): Date {
  return new Date(Date.now() + 3_600_000)
}

export function sampleDocument(fields: { name?: string } = {}) {
  const id = `doc_${randomUUID().replaceAll('-', '').slice(0, 24)}`
  return { id, name: fields.name ?? 'guide.md', type: 'md' as const, size: 12, blobKey: `blob-${id}` }
}

export function sampleChunk(index: number, text = `Passage ${index}`) {
  return { index, text, headings: ['Guide'], language: 'en', tokenCount: 2 }
}

export const sampleModelCall = {
  purpose: 'answer' as const,
  model: 'ollama:test',
  promptTokens: 100,
  completionTokens: 10,
  estimated: false,
  microUsd: 7,
  firstTokenMs: 5,
  totalMs: 50,
}

const widget = { greeting: 'Hola', placeholder: 'Escribe', suggestions: ['¿Qué haces?'], primaryColor: '#336699', position: 'bottom-right' as const }
