import { randomUUID } from 'node:crypto'
import { memberRole, routes } from '@coachkit/contract'
import { createEgress } from '../adapters/egress/index.js'
import { createPasswordHasher } from '../adapters/password-hasher/argon2/index.js'
import { workerExtractor } from '../adapters/text-extractor/worker/index.js'
import { createTokens, storedKeyRing, verifySharedToken } from '../adapters/tokens/jose/index.js'
import type { CoachServerOptions, Settings } from '../config/options.js'
import { createAskOnce } from '../dispatch/ask-once.js'
import { createCallLimits } from '../dispatch/call-limits.js'
import { type AllHandlers, createDispatcher, noHandlers } from '../dispatch/create-dispatcher.js'
import { createApiKeys } from '../features/api-keys/index.js'
import { createAttachments } from '../features/attachments/index.js'
import { createAudit, createNoteImpersonated } from '../features/audit/index.js'
import { accountAuthenticator, createAuth, createAuthenticator } from '../features/auth/index.js'
import { createChat } from '../features/chat/index.js'
import { createConversations, forgetClients, removeOld } from '../features/conversations/index.js'
import { type AllowedDomainLists, createAllowances, createCreators } from '../features/creators/index.js'
import { createFeedback } from '../features/feedback/index.js'
import { announce, createHandover, handoverOf } from '../features/handover/index.js'
import { createHealth } from '../features/health/index.js'
import { createIdentity, resealIdentityKeys } from '../features/identity/index.js'
import { createKnowledge, createRetriever, type Knowledge, vectorIndexState } from '../features/knowledge/index.js'
import { createMembers } from '../features/members/index.js'
import { createHeldByPeople, createMessages } from '../features/messages/index.js'
import { createParticipants } from '../features/participants/index.js'
import { createPersona } from '../features/persona/index.js'
import { createPlatform } from '../features/platform/index.js'
import { createQuestions } from '../features/questions/index.js'
import { createRealtime } from '../features/realtime/index.js'
import { createSessions, removeEndedSessions } from '../features/sessions/index.js'
import { createToolbox } from '../features/tools/index.js'
import { createSpendingWatch, createUsage } from '../features/usage/index.js'
import { createWebsites } from '../features/websites/index.js'
import { createWidget } from '../features/widget/index.js'
import { createApp } from '../http/create-app.js'
import { installedWidget, widgetVersions } from '../http/widget-files.js'
import { createJobRunner, type RunnerDeps } from '../jobs/runner.js'
import { createUpkeep } from '../jobs/upkeep.js'
import type { BlobStore, Clock, CreatorRecord, Logger, Secrets, Storage } from '../ports/index.js'
import { createGatewayCalls } from '../realtime/gateway-calls.js'
import type { RealtimeDeps } from '../realtime/realtime-deps.js'
import { createRealtimeServer, type RealtimeServer } from '../realtime/realtime-server.js'
import { watchedBlobStore, watchedScanner } from '../resilience/index.js'
import { version } from '../version.js'
import { chooseBus, chooseLimiter, chooseMailer } from './choose-adapters.js'
import type { Models } from './choose-models.js'
import { pageOrigins } from './page-origins.js'
import { createSocketCalls } from './socket-calls.js'

/** How long the clients of a stopping instance are sent away, so that they do not come to the next one all at once. */
const spreadMs = 5000
/** A large model is read from disk for minutes. */
const warmUpMs = 300_000

export interface Running {
  fetch(request: Request, peer: string | undefined): Promise<Response>
  realtime: RealtimeServer
  updateEmbeddings: Knowledge['updateEmbeddings']
  drain(options: { withinMs: number }): Promise<void>
  stop(): Promise<void>
}
interface Parts {
  options: CoachServerOptions
  settings: Settings
  logger: Logger
  storage: Storage
  blobStore: BlobStore
  lists: AllowedDomainLists
  secrets: Secrets
  clock: Clock
}

/** Adapters to features to one running server. */
export function assemble(
  { options, settings, logger, storage, blobStore: files, lists, secrets, clock }: Parts,
  { languageModel, embedder, previousEmbedder, reranker }: Models,
): Running {
  const instanceId = randomUUID()
  let draining: Promise<void> | undefined
  const blobStore = watchedBlobStore(files)
  const scanner = options.scanner && watchedScanner(options.scanner)
  const origins = pageOrigins(settings, lists)
  const gateway = options.realtime
  const bus = chooseBus({ options, settings, logger })
  const extractor = options.extractor ?? workerExtractor()
  const ofEmbedder = embedder ? { embedder } : {}
  const retriever = createRetriever({
    storage,
    logger,
    onJob: () => jobs.nudge(),
    ...ofEmbedder,
    previousEmbedder,
    reranker,
    onOtherDimensions: (creatorId) => void knowledge.embedAnew(creatorId).catch(() => logger.warn('embeddings.queue_failed', { creatorId })),
  })
  const ofJobs = { onJob: () => jobs.nudge(), onJobGone: (subjectId: string) => jobs.abandon({ kind: 'ingest', subjectId }) }
  const knowledge = createKnowledge({
    storage,
    retriever,
    blobStore,
    extractor,
    bus,
    logger,
    ...settings.documents,
    sizes: settings.documents,
    ...ofJobs,
    ...ofEmbedder,
    ...(scanner ? { scanner } : {}),
  })
  const egress = options.egress ?? createEgress()
  const pace = options.websiteDelayMs === undefined ? {} : { delayMs: options.websiteDelayMs }
  const websites = createWebsites({ storage, documents: knowledge.documents, egress, clock, bus, logger, onJob: ofJobs.onJob, ...pace })
  const { monthlyQuotas, prices, crisis, answerCache, refuseScripts, maxMessageLength: messageLength } = settings
  const heldByPeople = createHeldByPeople({ storage })
  const messages = createMessages({
    storage,
    bus,
    logger,
    retriever,
    ...ofEmbedder,
    languageModel,
    toolbox: createToolbox({ tools: settings.tools, clock, logger }),
    clock,
    monthlyQuotas,
    messageLength,
    heldByPeople,
    refuseScripts,
    prices,
    crisis,
    answerCache,
    watchReaders: (input) => realtime.watchReaders(input),
    onJob: ofJobs.onJob,
  })
  const jobs = createJobRunner({
    storage,
    logger,
    owner: instanceId,
    work: { answer: messages.answer, ingest: knowledge.ingest, vectors: knowledge.vectors, website: websites.read, index: knowledge.index },
    ...sizesOf(settings),
  })
  const keys = storedKeyRing({ storage, secrets, clock, ...(options.tokenAlgorithm ? { algorithm: options.tokenAlgorithm } : {}) })
  const tokens = createTokens({ issuer: settings.issuer, keys, clock, roles: { ofCreator: memberRole.options, ofPlatform: [] } })
  const authenticator = createAuthenticator({ storage, people: options.authenticator ?? accountAuthenticator({ storage, tokens }) })
  const allowances = createAllowances({ storage })
  const limiter = chooseLimiter({ options, storage, logger })
  const limits = createCallLimits({
    limiter,
    limits: settings.limits,
    trustedProxies: settings.trustedProxies,
    allowanceOf: allowances.of,
    logger,
    captcha: options.captcha,
    heldByPeople,
  })
  const mailer = chooseMailer({ options, settings })
  const auth = createAuth({
    storage,
    tokens,
    hasher: createPasswordHasher(),
    mailer,
    clock,
    logger,
    pages: options.accountPages ?? {},
    countTry: limits.admit,
  })
  const participants = createParticipants({ storage, bus, clock, logger })
  const realtimeFeature = createRealtime({ storage, clock, signTicket: gateway?.signTicket, delivered: gateway !== undefined })
  const kindOf = (creator: CreatorRecord) => handoverOf(creator).kind
  const cleanUp = () => removeOld({ storage, clock, retention: settings.retention })
  const figures = () => ({
    ...{ id: instanceId, version },
    connections: { realtime: realtime.connectionCount(), chat: realtime.followerCount() },
    work: jobs.figures(),
  })
  const handlers: AllHandlers = {
    auth: options.authenticator ? noHandlers(routes.auth) : auth.handlers,
    creators: createCreators({ storage, blobStore, clock, logger, lists }),
    members: options.authenticator ? noHandlers(routes.members) : createMembers({ storage, clock, invite: auth.invite }),
    apiKeys: createApiKeys({ storage, clock }),
    audit: createAudit({ storage }),
    identity: createIdentity({ storage, secrets, clock }),
    sessions: createSessions({ storage, secrets, clock, verifySharedToken, sessionDays: settings.sessionDays, messageLength }),
    conversations: createConversations({ storage, kindOf, contextTokens: () => languageModel.capabilities.contextTokens, tell: (told) => announce(bus, told) }),
    messages: messages.handlers,
    chat: createChat({ storage, kindOf, messages: messages.handlers, follow: (input) => realtime.follow(input) }),
    attachments: createAttachments({ storage, blobStore, logger, scanner }),
    feedback: createFeedback({ storage, clock }),
    participants: participants.handlers,
    handover: createHandover({ storage, bus, clock, stopAnswers: messages.stopAnswers }),
    knowledge: knowledge.handlers,
    websites: websites.handlers,
    questions: createQuestions({ storage }),
    persona: createPersona({ storage, clock, languageModel }),
    usage: createUsage({ storage, clock, monthlyQuotas }),
    widget: createWidget({
      storage,
      clock,
      messageLength,
      onSettings: allowances.forget,
      versions: () => widgetVersions(options.widgetDir ?? installedWidget()),
    }),
    realtime: realtimeFeature.handlers,
    platform: options.authenticator ? noHandlers(routes.platform) : createPlatform({ storage, tokens, clock, cleanUp, figures }),
    health: createHealth({
      ...{ storage, version, languageModel },
      parts: { bus, blobStore, scanner, embedder, reranker, limiter },
      vectorIndex: () => vectorIndexState({ storage, embedder, retriever }),
      draining: () => draining !== undefined,
    }),
  }
  const dispatcher = createDispatcher(handlers, {
    noteImpersonated: createNoteImpersonated({ storage, clock }),
    askOnce: createAskOnce({ storage, secrets, clock, logger }),
  })
  const realtimeDeps: RealtimeDeps = {
    takeTicket: realtimeFeature.takeTicket,
    recheck: authenticator.recheck,
    mayRead: realtimeFeature.mayRead,
    mayBeTold: realtimeFeature.mayBeTold,
    readLog: realtimeFeature.readLog,
    readStart: realtimeFeature.readStart,
    onLeft: participants.lastSeen.note,
    snapshot: messages.streams.snapshot,
    ...createSocketCalls({ limits, authenticator, dispatcher }),
    origins,
    bus,
    logger,
  }
  const realtime = createRealtimeServer(realtimeDeps)
  const app = createApp({
    dispatcher,
    limits,
    realtime,
    ...(gateway
      ? { gateway: { isOwn: gateway.isOwn, answer: createGatewayCalls({ ...realtimeDeps, gateway, readPrincipal: realtimeFeature.readPrincipal }) } }
      : {}),
    origins,
    logger,
    authenticator,
    jwks: tokens.jwks,
    mountPath: settings.mountPath,
    widgetDir: options.widgetDir ?? installedWidget(),
  })
  const closing = new AbortController()
  const upkeep = createUpkeep({
    logger,
    tasks: {
      retention: cleanUp,
      ...(settings.spendingWatch ? { spending: createSpendingWatch({ storage, clock, logger, watch: settings.spendingWatch }) } : {}),
      clients: () => forgetClients({ storage, clock }),
      keys: tokens.rotateIfDue,
      expired: () => storage.as({ system: 'upkeep' }, (tx) => tx.upkeep.removeExpired()),
      sessions: () => removeEndedSessions({ storage }),
      files: knowledge.removeUnclaimedFiles,
      vectors: knowledge.queueBehind,
      vectorIndexes: () => knowledge.queueVectorIndexes(closing.signal),
      identityKeys: () => resealIdentityKeys({ storage, secrets }),
    },
  })
  jobs.start()
  upkeep.start()
  const behind = Promise.all([knowledge.queueBehind(), knowledge.queueVectorIndexes(closing.signal)]).catch(() => logger.warn('embeddings.queue_failed'))
  const drain: Running['drain'] = ({ withinMs }) => {
    draining ??= Promise.all([realtime.drain({ withinMs: spreadMs }), jobs.stop({ finishMs: withinMs })]).then(realtime.endFollowing)
    return draining
  }
  languageModel.warmUp?.({ signal: AbortSignal.any([closing.signal, AbortSignal.timeout(warmUpMs)]) }).catch(() => logger.warn('model.cold'))
  return {
    realtime,
    updateEmbeddings: knowledge.updateEmbeddings,
    fetch: async (request, peer) => app.fetch(request, { peer }),
    drain,
    async stop() {
      closing.abort()
      await drain({ withinMs: 0 })
      await participants.lastSeen.stop()
      await upkeep.stop()
      await behind
      await auth.settled()
      await extractor.close()
      await egress.close()
      await bus.close()
      await limiter.close()
      await mailer.close?.()
    },
  }
}

function sizesOf({ jobs: { answers, documents, leaseMs } }: Settings): Pick<RunnerDeps, 'places' | 'leaseMs'> {
  return {
    places: { ...(answers ? { answer: answers } : {}), ...(documents ? { ingest: documents } : {}) },
    ...(leaseMs ? { leaseMs } : {}),
  }
}
