import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { CoachError, memberRole, routes } from '@coachkit/contract'
import { buildOpenApi } from '@coachkit/contract/openapi'
import * as z from 'zod/mini'
import { fileSystem } from './adapters/blob-store/file-system/index.js'
import { memoryBus } from './adapters/bus/memory/index.js'
import { postgresBus } from './adapters/bus/postgres/index.js'
import { redisBus } from './adapters/bus/redis/index.js'
import { systemClock } from './adapters/clock/index.js'
import { createEgress } from './adapters/egress/index.js'
import { extractive } from './adapters/language-model/extractive/index.js'
import { jsonLogger, redactedLogger } from './adapters/logger/index.js'
import { consoleMailer } from './adapters/mailer/console/index.js'
import { noMailer } from './adapters/mailer/none/index.js'
import { smtp } from './adapters/mailer/smtp/index.js'
import { createPasswordHasher } from './adapters/password-hasher/argon2/index.js'
import { memoryRateLimiter } from './adapters/rate-limiter/memory/index.js'
import { postgresRateLimiter } from './adapters/rate-limiter/postgres/index.js'
import { pglite } from './adapters/storage/pglite/index.js'
import { postgres } from './adapters/storage/postgres/index.js'
import { workerExtractor } from './adapters/text-extractor/worker/index.js'
import { createTokens, storedKeyRing, verifySharedToken } from './adapters/tokens/jose/index.js'
import type { CoachServer } from './coach-server.js'
import { detectModels } from './config/detect-models.js'
import { openSecrets } from './config/open-secrets.js'
import { type CoachServerOptions, readSettings, type Settings } from './config/options.js'
import { createCallLimits } from './dispatch/call-limits.js'
import { type AllHandlers, createDispatcher, noHandlers } from './dispatch/create-dispatcher.js'
import { createApiKey, createApiKeys, removeApiKey } from './features/api-keys/index.js'
import { createAttachments } from './features/attachments/index.js'
import { createAudit, createNoteImpersonated } from './features/audit/index.js'
import { accountAuthenticator, createAuth, createAuthenticator } from './features/auth/index.js'
import { createChat } from './features/chat/index.js'
import { createConversations, removeOld } from './features/conversations/index.js'
import {
  type AllowedDomainLists,
  allowDomains,
  createAllowances,
  createAllowedDomainLists,
  createCreators,
  ensureCreator,
  listCreators,
  setTier,
} from './features/creators/index.js'
import { createFeedback } from './features/feedback/index.js'
import { announce, createHandover, handoverOf } from './features/handover/index.js'
import { createHealth } from './features/health/index.js'
import { createIdentity, createIdentityKey, resealIdentityKeys, setIdentity } from './features/identity/index.js'
import { createKnowledge, createRetriever, findOrphans, type Knowledge } from './features/knowledge/index.js'
import { createMembers } from './features/members/index.js'
import { createMessages } from './features/messages/index.js'
import { createParticipants } from './features/participants/index.js'
import { createPersona } from './features/persona/index.js'
import { createPlatform, setPlatformAdmin } from './features/platform/index.js'
import { createQuestions } from './features/questions/index.js'
import { createRealtime } from './features/realtime/index.js'
import { createSessions, removeEndedSessions } from './features/sessions/index.js'
import { createUsage } from './features/usage/index.js'
import { createWebsites } from './features/websites/index.js'
import { createWidget } from './features/widget/index.js'
import type { AppDeps } from './http/app-deps.js'
import { createApp, createUnavailableApp } from './http/create-app.js'
import { originPolicy } from './http/origin-policy.js'
import { installedWidget, widgetVersions } from './http/widget-files.js'
import { createJobRunner } from './jobs/runner.js'
import { createUpkeep } from './jobs/upkeep.js'
import type {
  BlobStore,
  Bus,
  Clock,
  CreatorRecord,
  Embedder,
  LanguageModel,
  Logger,
  Mailer,
  Principal,
  RateLimiter,
  RealtimeGateway,
  Secrets,
  Storage,
} from './ports/index.js'
import { gatewayBus } from './realtime/gateway-bus.js'
import { createGatewayCalls, type GatewayDeps } from './realtime/gateway-calls.js'
import type { RealtimeDeps } from './realtime/realtime-deps.js'
import { createRealtimeServer, type RealtimeServer } from './realtime/realtime-server.js'
import { type ResilientEmbedder, type ResilientReranker, resilientEmbedder, resilientRateLimiter, resilientReranker, route } from './resilience/index.js'
import { version } from './version.js'

/** Such a message is stored by itself. */
const sendsFiles = z.object({ body: z.object({ attachments: z.unknown().check(z.refine((given) => given !== undefined)) }) })
const typingCall = z.object({ params: z.object({ conversationId: z.string() }) })
/** How long the clients of a stopping instance are sent away, so that they do not come to the next one all at once. */
const spreadMs = 5000
/** A large model is read from disk for minutes. */
const warmUpMs = 300_000

interface Models {
  languageModel: LanguageModel
  embedder?: ResilientEmbedder
  previousEmbedder?: Embedder
  reranker?: ResilientReranker
}
interface Running {
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

/** Puts the kit together: options to adapters to features to one server. Nothing is opened before `start()` or the first request. */
export function createCoachServer(options: CoachServerOptions = {}): CoachServer {
  const settings = readSettings(options, process.env)
  // A host's own logger stands behind the redactor too.
  const logger = options.logger ? redactedLogger(options.logger) : jsonLogger()
  const storage = options.storage ?? (settings.database ? postgres({ url: settings.database }) : pglite({ dataDir: settings.dataDir }))
  const clock = systemClock()
  const lists = createAllowedDomainLists({ storage, clock })
  const blobStore = options.blobStore ?? fileSystem({ dir: join(settings.dataDir, 'files') })
  let models: Models = { languageModel: options.languageModel ?? extractive() }
  let running: Promise<Running> | undefined

  const open = () => {
    running ??= (async () => {
      await storage.migrate()
      models = await chooseModels(options, logger)
      return assemble({ options, settings, logger, storage, blobStore, lists, secrets: await openSecrets(settings), clock }, models)
    })()
    // A database that was not there yet may be there at the next request.
    running.catch(() => {
      running = undefined
    })
    return running
  }

  return {
    logger,
    get models() {
      return { languageModel: models.languageModel.id, embedder: models.embedder?.id ?? 'none' }
    },
    setup: {
      ensureCreator: (creator) =>
        ensureCreator({ storage, creator })
          .finally(lists.forget)
          .then(({ id, slug }) => ({ id, slug })),
      allowDomains: (input) => allowDomains({ storage, ...input }).finally(lists.forget),
      listCreators: ({ limit }) => listCreators({ storage, limit }).then((found) => found.map(({ id, slug }) => ({ id, slug }))),
      createApiKey: (input) => createApiKey({ storage, clock }, input).then(({ apiKey, key }) => ({ id: apiKey.id, key })),
      createIdentityKey: async (input) => {
        const { key, secret } = await createIdentityKey({ storage, clock, secrets: await openSecrets(settings) }, input)
        return { id: key.id, secret }
      },
      setIdentity: (input) => setIdentity({ storage, clock }, input).then(() => undefined),
      setTier: (input) => setTier({ storage, ...input }),
      setPlatformAdmin: (input) => setPlatformAdmin({ storage, clock }, input),
      updateEmbeddings: (input) => open().then((server) => server.updateEmbeddings(input)),
      findOrphans: () => findOrphans({ storage, blobStore }),
      removeApiKey: (input) => removeApiKey({ storage, clock }, input).then(() => undefined),
    },
    openapi: (serverUrl) => buildOpenApi({ serverUrl }),
    async fetch(request, mount) {
      const mounted = below(request, mount?.mountPath ?? settings.mountPath)
      const app = await open().catch((error: unknown): Pick<Running, 'fetch'> => {
        const unavailable = createUnavailableApp({ origins: originPolicy(pages(settings)), logger, error })
        return { fetch: async (refused) => unavailable.fetch(refused) }
      })
      return app.fetch(mounted, mount?.peer)
    },
    handleUpgrade(request, socket, head) {
      open().then(
        (server) => server.realtime.handleUpgrade(request, socket, head),
        () => socket.destroy(),
      )
    },
    async start() {
      await open()
    },
    async drain({ withinMs }) {
      const server = await running?.catch(() => undefined)
      await server?.drain({ withinMs })
    },
    async stop() {
      const server = await running?.catch(() => undefined)
      await server?.stop()
      await storage.close()
    },
  }
}

async function chooseModels(options: CoachServerOptions, logger: Logger): Promise<Models> {
  const detected = options.languageModel ? undefined : await detectModels(process.env, { logger })
  const model = options.languageModel ?? detected?.languageModel ?? extractive()
  // A route has the limits, circuits and retries already; any other model gets them as a route of one.
  const languageModel = model.states ? model : route({ models: [{ model }] })
  const embedder = options.embedder === undefined ? detected?.embedder : options.embedder || undefined
  if (embedder?.languages) logger.warn('models.embedder_languages', { embedder: embedder.id, languages: embedder.languages.join() })
  const previous = options.previousEmbedder
  return {
    languageModel,
    ...(embedder ? { embedder: resilientEmbedder(embedder) } : {}),
    ...(embedder && previous && previous.id !== embedder.id ? { previousEmbedder: resilientEmbedder(previous) } : {}),
    ...rerankerOf(options),
  }
}

function rerankerOf({ reranker }: CoachServerOptions): Pick<Models, 'reranker'> {
  return reranker ? { reranker: resilientReranker(reranker) } : {}
}

function assemble(
  { options, settings, logger, storage, blobStore, lists, secrets, clock }: Parts,
  { languageModel, embedder, previousEmbedder, reranker }: Models,
): Running {
  let draining: Promise<void> | undefined
  const origins = originPolicy({ ...pages(settings), lists })
  const gateway = options.realtime
  const bus = chooseBus({ options, settings, logger })
  const extractor = options.extractor ?? workerExtractor()
  const ofEmbedder = embedder ? { embedder } : {}
  const retriever = createRetriever({
    storage,
    logger,
    onJob: () => jobs.nudge(),
    ...ofEmbedder,
    ...(previousEmbedder ? { previousEmbedder } : {}),
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
    ...ofJobs,
    ...ofEmbedder,
    ...(options.scanner ? { scanner: options.scanner } : {}),
  })
  const egress = options.egress ?? createEgress()
  const websites = createWebsites({ storage, documents: knowledge.documents, egress, clock, logger, onJob: ofJobs.onJob, ...pace(options) })
  const { monthlyQuotas, prices, crisis, answerCache } = settings
  const messages = createMessages({
    storage,
    bus,
    logger,
    retriever,
    ...ofEmbedder,
    languageModel,
    clock,
    monthlyQuotas,
    prices,
    crisis,
    answerCache,
    onJob: ofJobs.onJob,
  })
  const { answers, documents, leaseMs } = settings.jobs
  const jobs = createJobRunner({
    storage,
    logger,
    owner: randomUUID(),
    work: { answer: messages.answer, ingest: knowledge.ingest, vectors: knowledge.vectors, website: websites.read, index: knowledge.index },
    places: { ...(answers ? { answer: answers } : {}), ...(documents ? { ingest: documents } : {}) },
    ...(leaseMs ? { leaseMs } : {}),
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
  const realtimeFeature = createRealtime({ storage, clock, signTicket: gateway?.signTicket })
  const kindOf = (creator: CreatorRecord) => handoverOf(creator).kind
  const cleanUp = () => removeOld({ storage, clock, retention: settings.retention })
  const handlers: AllHandlers = {
    auth: options.authenticator ? noHandlers(routes.auth) : auth.handlers,
    creators: createCreators({ storage, blobStore, clock, logger, lists }),
    members: options.authenticator ? noHandlers(routes.members) : createMembers({ storage, clock, invite: auth.invite }),
    apiKeys: createApiKeys({ storage, clock }),
    audit: createAudit({ storage }),
    identity: createIdentity({ storage, secrets, clock }),
    sessions: createSessions({ storage, secrets, clock, verifySharedToken, sessionDays: settings.sessionDays }),
    conversations: createConversations({ storage, kindOf, tell: (told) => announce(bus, told) }),
    messages: messages.handlers,
    chat: createChat({ storage, kindOf, messages: messages.handlers, follow: (input) => realtime.follow(input) }),
    attachments: createAttachments({ storage, blobStore, logger, scanner: options.scanner }),
    feedback: createFeedback({ storage, clock }),
    participants: participants.handlers,
    handover: createHandover({ storage, bus, clock, stopAnswers: messages.stopAnswers }),
    knowledge: knowledge.handlers,
    websites: websites.handlers,
    questions: createQuestions({ storage }),
    persona: createPersona({ storage, clock, languageModel }),
    usage: createUsage({ storage, clock, monthlyQuotas }),
    widget: createWidget({ storage, clock, onSettings: allowances.forget, versions: () => widgetVersions(options.widgetDir ?? installedWidget()) }),
    realtime: realtimeFeature.handlers,
    platform: options.authenticator ? noHandlers(routes.platform) : createPlatform({ storage, tokens, clock, cleanUp }),
    health: createHealth({
      ...{ storage, version, languageModel, embedder, reranker },
      embedderState: () => embedder?.state() ?? 'none',
      draining: () => draining !== undefined,
    }),
  }
  const dispatcher = createDispatcher(handlers, { noteImpersonated: createNoteImpersonated({ storage, clock }) })
  const realtimeDeps: RealtimeDeps = {
    takeTicket: realtimeFeature.takeTicket,
    recheck: authenticator.recheck,
    mayRead: realtimeFeature.mayRead,
    readLog: realtimeFeature.readLog,
    readStart: realtimeFeature.readStart,
    onLeft: participants.lastSeen.note,
    snapshot: messages.streams.snapshot,
    admit: async (caller) => {
      const address = limits.addressOf(caller)
      await limits.admit({ route: 'realtime.websocket', address })
      return address
    },
    invoke: async (call) => {
      // Limited by itself, and passed on to those who read what the caller reads: nothing is asked of the database.
      if (isTypingWhereRead(call)) return dispatcher.invokeRpc(call)
      await limits.admit({ ...call, route: call.method })
      const principal = isCheckedWhenStored(call) ? call.principal : await authenticator.recheck(call.principal)
      if (!principal) throw new CoachError('AUTH_001')
      return dispatcher.invokeRpc({ ...call, principal })
    },
    origins,
    bus,
    logger,
  }
  const realtime = createRealtimeServer(realtimeDeps)
  const app = createApp({
    dispatcher,
    limits,
    realtime,
    ...callsOf(gateway, { ...realtimeDeps, readPrincipal: realtimeFeature.readPrincipal }),
    origins,
    logger,
    authenticator,
    jwks: tokens.jwks,
    mountPath: settings.mountPath,
    widgetDir: options.widgetDir ?? installedWidget(),
  })
  const upkeep = createUpkeep({
    logger,
    tasks: {
      retention: cleanUp,
      keys: tokens.rotateIfDue,
      expired: () => storage.as({ system: 'upkeep' }, (tx) => tx.upkeep.removeExpired()),
      sessions: () => removeEndedSessions({ storage }),
      files: knowledge.removeUnclaimedFiles,
      vectors: knowledge.queueBehind,
      identityKeys: () => resealIdentityKeys({ storage, secrets }),
    },
  })
  jobs.start()
  upkeep.start()
  const behind = knowledge.queueBehind().catch(() => logger.warn('embeddings.queue_failed'))
  const closing = new AbortController()
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

function pace({ websiteDelayMs: delayMs }: CoachServerOptions): { delayMs?: number } {
  return delayMs === undefined ? {} : { delayMs }
}

function pages({ allowedOrigins, production }: Settings): { allowedOrigins: string[]; development: boolean } {
  return { allowedOrigins, development: !production }
}

/** A message is stored only while its sender may write, so that nobody has to ask first. What a person may do is known to no such check. */
function isCheckedWhenStored({ method, data, principal }: { method: string; data: unknown; principal: Principal }): boolean {
  return method === 'messages.send' && !sendsFiles.safeParse(data).success && (principal.kind === 'visitor' || principal.role === 'key')
}

/** Typing in a conversation whose right was checked when the connection began to read it, and is every few seconds. */
function isTypingWhereRead({ method, data, reads }: { method: string; data: unknown; reads(conversationId: string): boolean }): boolean {
  const { data: call } = typingCall.safeParse(data)
  return method === 'participants.typing' && call !== undefined && reads(call.params.conversationId)
}

/** The host's, else the mail server of the environment; without either, mail is printed where a developer reads it. */
function chooseMailer({ options, settings }: Pick<Parts, 'options' | 'settings'>): Mailer {
  if (options.mailer) return options.mailer
  if (settings.smtp) return smtp(settings.smtp)
  return settings.production ? noMailer() : consoleMailer()
}

/** What another server asks that holds the sockets, if there is one. */
function callsOf(gateway: RealtimeGateway | undefined, deps: Omit<GatewayDeps, 'gateway'>): Pick<AppDeps, 'gateway'> {
  return gateway ? { gateway: { isOwn: gateway.isOwn, answer: createGatewayCalls({ ...deps, gateway }) } } : {}
}

/** Whatever is told on it also reaches the clients that another server holds. */
function chooseBus(parts: Pick<Parts, 'options' | 'settings' | 'logger'>): Bus {
  const { realtime } = parts.options
  return realtime ? gatewayBus(busOf(parts), realtime) : busOf(parts)
}

/** The host's, else Redis, else the database: with the embedded one there is a single instance. */
function busOf({ options, settings, logger }: Pick<Parts, 'options' | 'settings' | 'logger'>): Bus {
  if (options.bus) return options.bus
  if (settings.redis) return redisBus({ url: settings.redis, logger })
  return settings.database && !options.storage ? postgresBus({ url: settings.database, logger }) : memoryBus()
}

/** One instance counts by itself; several count together, each by itself while the shared place is away. */
function chooseLimiter({ options, storage, logger }: Pick<Parts, 'options' | 'storage' | 'logger'>): RateLimiter {
  const local = memoryRateLimiter()
  const shared = options.rateLimiter ?? (storage.capabilities.embedded ? undefined : postgresRateLimiter({ storage }))
  return shared ? resilientRateLimiter({ shared, local, logger }) : local
}

/** The request as the app sees it: without the path it is mounted below. */
function below(request: Request, mountPath: string): Request {
  const url = new URL(request.url)
  if (!mountPath || !(url.pathname === mountPath || url.pathname.startsWith(`${mountPath}/`))) return request
  url.pathname = url.pathname.slice(mountPath.length) || '/'
  return new Request(url, request)
}
