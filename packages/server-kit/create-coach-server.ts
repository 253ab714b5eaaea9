import { join } from 'node:path'
import { buildOpenApi } from '@coachkit/contract/openapi'
import { fileSystem } from './adapters/blob-store/file-system/index.js'
import { systemClock } from './adapters/clock/index.js'
import { extractive } from './adapters/language-model/extractive/index.js'
import { jsonLogger, redactedLogger } from './adapters/logger/index.js'
import { pglite } from './adapters/storage/pglite/index.js'
import { postgres } from './adapters/storage/postgres/index.js'
import { assemble, type Running } from './assemble/assemble.js'
import { chooseModels, type Models } from './assemble/choose-models.js'
import { pageOrigins } from './assemble/page-origins.js'
import type { CoachServer } from './coach-server.js'
import { openSecrets } from './config/open-secrets.js'
import { type CoachServerOptions, readSettings } from './config/options.js'
import { createApiKey, removeApiKey } from './features/api-keys/index.js'
import { allowDomains, createAllowedDomainLists, ensureCreator, listCreators, setTier } from './features/creators/index.js'
import { createIdentityKey, setIdentity } from './features/identity/index.js'
import { findOrphans } from './features/knowledge/index.js'
import { setPlatformAdmin } from './features/platform/index.js'
import { createUnavailableApp } from './http/create-app.js'

/** Puts the kit together: options to adapters to features to one server. Nothing is opened before `start()` or the first request. */
export function createCoachServer(options: CoachServerOptions = {}): CoachServer {
  // A host's own logger stands behind the redactor too.
  const logger = options.logger ? redactedLogger(options.logger) : jsonLogger()
  const settings = readSettings(options, process.env, logger)
  const storage = options.storage ?? (settings.database ? postgres({ url: settings.database }) : pglite({ dataDir: settings.dataDir }))
  const clock = systemClock()
  const lists = createAllowedDomainLists({ storage, clock })
  const blobStore = options.blobStore ?? fileSystem({ dir: settings.documents.uploadsDir ?? join(settings.dataDir, 'files') })
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
        const unavailable = createUnavailableApp({ origins: pageOrigins(settings), logger, error })
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

/** The request as the app sees it: without the path it is mounted below. */
function below(request: Request, mountPath: string): Request {
  const url = new URL(request.url)
  if (!mountPath || !(url.pathname === mountPath || url.pathname.startsWith(`${mountPath}/`))) return request
  url.pathname = url.pathname.slice(mountPath.length) || '/'
  return new Request(url, request)
}
