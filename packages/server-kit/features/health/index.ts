import { CoachError, type Handlers, type QuestionEmbedder, type Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import { unlessAborted } from '../../domain/wait/unless-aborted.js'
import type { Embedder, LanguageModel, Storage, VectorIndexState } from '../../ports/index.js'
import { adapterOf, lookAt, type Parts } from './parts.js'

const probeMs = 2000

interface HealthDeps {
  storage: Storage
  version: string
  languageModel: LanguageModel
  parts: Parts
  vectorIndex(): Promise<VectorIndexState>
  /** It stops: a balancer is to send nobody here any more. */
  draining(): boolean
}

/** Whether the parts answer. Names adapters and models, never addresses. */
export function createHealth(deps: HealthDeps): Handlers<Routes['health'], RequestContext> {
  return {
    async get(_input, { requestId, signal }) {
      if (deps.draining()) throw new CoachError('SYS_003')
      const model = deps.languageModel
      const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMs)])
      const [database, languageModel, parts] = await Promise.all([
        // A database that is frozen is waited for no longer than anything else.
        state(unlessAborted(deps.storage.health(), limit)),
        state(model.health({ signal: limit })),
        lookAt(deps.parts, limit),
      ])
      const asked = async <Value>(ask: () => Promise<Value>) => (database === 'up' ? await unlessAborted(ask(), limit).catch(() => undefined) : undefined)
      const [jobs, vectorIndex] = await Promise.all([asked(() => deps.storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())), asked(deps.vectorIndex)])
      return {
        status: overall(database, [languageModel, vectorIndex?.status, ...Object.values(parts).map((part) => part?.status)]),
        version: deps.version,
        requestId,
        database: { status: database, adapter: deps.storage.capabilities.embedded ? 'pglite' : 'postgres' },
        languageModel: {
          status: languageModel,
          adapter: adapterOf(model.id),
          id: model.id,
          quotesOnly: model.capabilities.quotesOnly,
          models: model.states?.() ?? [],
        },
        ...parts,
        ...(vectorIndex ? { vectorIndex } : {}),
        ...questionEmbedderOf(deps.parts.embedder?.client),
        ...(jobs ? { jobs } : {}),
      }
    },
  }
}

function overall(database: string, others: readonly (string | undefined)[]): 'healthy' | 'degraded' | 'unhealthy' {
  if (database === 'down') return 'unhealthy'
  return others.includes('down') ? 'degraded' : 'healthy'
}

function state(probe: Promise<void>): Promise<'up' | 'down'> {
  return probe.then(
    () => 'up',
    () => 'down',
  )
}

function questionEmbedderOf(client: Embedder['client']): { questionEmbedder?: QuestionEmbedder } {
  if (!client) return {}
  const { model, dimensions, queryPrefix } = client
  return { questionEmbedder: { model, dimensions, queryPrefix } }
}
