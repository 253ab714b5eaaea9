import { validate } from 'uuid'
import { AdapterError, type Storage, type StorageTx, type TenantScope } from '../../ports/index.js'
import { createSendMessages } from './batched/send-messages.js'
import { createTakeLimits } from './batched/take-limits.js'
import { type Database, openDatabase, unwrap } from './database.js'
import type { Engine } from './engine.js'
import { migrate } from './migrate.js'
import { accountRepository } from './repositories/accounts.js'
import { apiKeyRepository } from './repositories/api-keys.js'
import { archiveRepository } from './repositories/archive.js'
import { attachmentRepository } from './repositories/attachments.js'
import { auditRepository } from './repositories/audit.js'
import { branchRepository } from './repositories/branches.js'
import { answerCacheRepository } from './repositories/cached-answers.js'
import { conversationRepository } from './repositories/conversations.js'
import { creatorRepository } from './repositories/creators.js'
import { embeddingRepository } from './repositories/embeddings.js'
import { feedbackRepository } from './repositories/feedback.js'
import { handoverRepository } from './repositories/handovers.js'
import { idempotentRequestRepository } from './repositories/idempotent-requests.js'
import { identityKeyRepository } from './repositories/identity-keys.js'
import { impersonationRepository } from './repositories/impersonations.js'
import { jobRepository } from './repositories/jobs.js'
import { knowledgeRepository } from './repositories/knowledge.js'
import { memberRepository } from './repositories/members.js'
import { messageNotesRepository } from './repositories/message-notes.js'
import { findExchange, messageRepository } from './repositories/messages.js'
import { modelCallRepository } from './repositories/model-calls.js'
import { participantRepository } from './repositories/participants.js'
import { personaRepository } from './repositories/personas.js'
import { postingRepository } from './repositories/postings.js'
import { rateLimitRepository } from './repositories/rate-limits.js'
import { sessionRepository } from './repositories/sessions.js'
import { signInRepository } from './repositories/sign-ins.js'
import { signingKeyRepository } from './repositories/signing-keys.js'
import { summaryRepository } from './repositories/summaries.js'
import { ticketRepository } from './repositories/tickets.js'
import { unansweredQuestionRepository } from './repositories/unanswered-questions.js'
import { upkeepRepository } from './repositories/upkeep.js'
import { usageRepository } from './repositories/usage.js'
import { websiteRepository } from './repositories/websites.js'
import { prepareVectors, type VectorSupport } from './vectors/prepare-vectors.js'
import { createVectorIndexes } from './vectors/vector-indexes.js'

/** The storage port over one engine: every piece of work runs in a transaction as a role that row-level security binds. */
export function createStorage(engine: Engine): Storage {
  const inTransaction = async <Result>(scope: TenantScope, work: (db: Database) => Promise<Result>): Promise<Result> => {
    const { creatorId, system } = settingsOf(scope, engine.name)
    try {
      return await engine.transaction(async (run) => {
        await run(`select set_config('role', 'coach_app', true), set_config('coach.creator_id', $1, true), set_config('coach.scope', $2, true)`, [
          creatorId,
          system,
        ])
        return await work(openDatabase(run))
      })
    } catch (error) {
      throw unwrap(error)
    }
  }
  let vectors: VectorSupport | undefined
  return {
    capabilities: { embedded: engine.embedded },
    vectorIndexes: createVectorIndexes({ engine, support: () => vectors, inTransaction }),
    batched: {
      ...createSendMessages({
        run: engine.statement,
        findExchange: ({ creatorId, questionId }) => inTransaction({ creatorId }, (db) => findExchange(db, questionId)),
      }),
      takeLimits: createTakeLimits({
        run: engine.statement,
        takeAlone: (take) => inTransaction({ system: 'limits' }, (db) => rateLimitRepository(db).take(take)),
      }),
    },
    as: (scope, work) => inTransaction(scope, (db) => work(repositories(db))),
    migrate: () =>
      engine.migrating(async (session) => {
        const migrated = await migrate(session, engine.name)
        vectors = await prepareVectors(session)
        return migrated
      }),
    ...(engine.pool ? { pool: engine.pool } : {}),
    health: () => engine.health(),
    close: () => engine.close(),
  }
}

function settingsOf(scope: TenantScope, adapter: string): { creatorId: string; system: string } {
  if ('system' in scope) return { creatorId: '', system: scope.system }
  if (!validate(scope.creatorId)) throw new AdapterError({ adapter, code: 'invalid_scope', retryable: false, message: 'The tenant of a scope must be a UUID.' })
  return { creatorId: scope.creatorId, system: '' }
}

function repositories(db: Database): StorageTx {
  return {
    accounts: accountRepository(db),
    members: memberRepository(db),
    signIns: signInRepository(db),
    impersonations: impersonationRepository(db),
    audit: auditRepository(db),
    upkeep: upkeepRepository(db),
    creators: creatorRepository(db),
    sessions: sessionRepository(db),
    idempotentRequests: idempotentRequestRepository(db),
    identityKeys: identityKeyRepository(db),
    apiKeys: apiKeyRepository(db),
    tickets: ticketRepository(db),
    signingKeys: signingKeyRepository(db),
    conversations: conversationRepository(db),
    messages: messageRepository(db),
    participants: participantRepository(db),
    jobs: jobRepository(db),
    knowledge: knowledgeRepository(db),
    embeddings: embeddingRepository(db),
    postings: postingRepository(db),
    rateLimits: rateLimitRepository(db),
    usage: usageRepository(db),
    unansweredQuestions: unansweredQuestionRepository(db),
    websites: websiteRepository(db),
    modelCalls: modelCallRepository(db),
    branches: branchRepository(db),
    feedback: feedbackRepository(db),
    attachments: attachmentRepository(db),
    handovers: handoverRepository(db),
    archive: archiveRepository(db),
    messageNotes: messageNotesRepository(db),
    personas: personaRepository(db),
    summaries: summaryRepository(db),
    answerCache: answerCacheRepository(db),
  }
}
