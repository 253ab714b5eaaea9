import { expectTypeOf } from 'vitest'
import { createCoachClient, createVisitorClient } from '../index.js'
import {
  type BrowserEmbedder,
  type BrowserEmbedderOptions,
  type ClientEmbedder,
  createBrowserEmbedder,
  type EmbedderError,
  type EmbedderErrorCode,
  embedKnowledge,
  type LoadProgress,
} from './index.js'
import { embedQuestions } from './page.js'

const embedder = createBrowserEmbedder({ model: 'm', modelsPath: '/models/', dimensions: 384 })
expectTypeOf(embedder).toEqualTypeOf<BrowserEmbedder>()
expectTypeOf(embedder).toExtend<ClientEmbedder>()
expectTypeOf(embedder.load).returns.resolves.toEqualTypeOf<{ device: string }>()
expectTypeOf<BrowserEmbedderOptions['device']>().toEqualTypeOf<'webgpu' | 'wasm' | undefined>()
expectTypeOf<LoadProgress>().toEqualTypeOf<{ loaded: number; total: number }>()
expectTypeOf<EmbedderError['code']>().toEqualTypeOf<EmbedderErrorCode>()

const client = createCoachClient({ baseUrl: '/coach', creator: 'ana', embedder })
expectTypeOf(embedKnowledge(client, embedder)).resolves.toEqualTypeOf<{ made: number }>()
expectTypeOf(client.conversation().send).parameter(0).toHaveProperty('vector').toEqualTypeOf<{ model: string; values: string } | undefined>()
client.messages.send({ params: { conversationId: 'c' }, body: { clientMessageId: 'm', text: 'Hola', vector: { model: 'm', values: '' } } })

// @ts-expect-error the length of the vectors is required
createBrowserEmbedder({ model: 'm', modelsPath: '/models/' })
// @ts-expect-error a vector names its model
client.conversation().send({ text: 'Hola', vector: { values: '' } })

const visitor = createVisitorClient({ baseUrl: '/coach', creator: 'ana' })
expectTypeOf(embedQuestions(visitor, { modelsPath: '/models/', signal: AbortSignal.timeout(1) })).resolves.toEqualTypeOf<boolean>()
// @ts-expect-error the model is what the server's health names
embedQuestions(visitor, { modelsPath: '/models/', model: 'm', signal: AbortSignal.timeout(1) })
