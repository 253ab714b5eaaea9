import { memoryBus } from '../adapters/bus/memory/index.js'
import { postgresBus } from '../adapters/bus/postgres/index.js'
import { redisBus } from '../adapters/bus/redis/index.js'
import { consoleMailer } from '../adapters/mailer/console/index.js'
import { noMailer } from '../adapters/mailer/none/index.js'
import { smtp } from '../adapters/mailer/smtp/index.js'
import { memoryRateLimiter } from '../adapters/rate-limiter/memory/index.js'
import { postgresRateLimiter } from '../adapters/rate-limiter/postgres/index.js'
import type { CoachServerOptions, Settings } from '../config/options.js'
import type { Bus, Logger, Mailer, RateLimiter, Storage } from '../ports/index.js'
import { gatewayBus } from '../realtime/gateway-bus.js'
import { type ResilientRateLimiter, resilientRateLimiter } from '../resilience/index.js'

interface Given {
  options: CoachServerOptions
  settings: Settings
  logger: Logger
  storage: Storage
}

/** The host's, else the mail server of the environment; without either, mail is printed where a developer reads it. */
export function chooseMailer({ options, settings }: Pick<Given, 'options' | 'settings'>): Mailer {
  if (options.mailer) return options.mailer
  if (settings.smtp) return smtp(settings.smtp)
  return settings.production ? noMailer() : consoleMailer()
}

/** Whatever is told on it also reaches the clients that another server holds. */
export function chooseBus(parts: Pick<Given, 'options' | 'settings' | 'logger'>): Bus {
  const { realtime } = parts.options
  return realtime ? gatewayBus(busOf(parts), realtime) : busOf(parts)
}

/** The host's, else Redis, else the database: with the embedded one there is a single instance. */
function busOf({ options, settings, logger }: Pick<Given, 'options' | 'settings' | 'logger'>): Bus {
  if (options.bus) return options.bus
  if (settings.redis) return redisBus({ url: settings.redis, logger })
  return settings.database && !options.storage ? postgresBus({ url: settings.database, logger }) : memoryBus()
}

/** One instance counts by itself; several count together, each by itself while the shared place is away. */
export function chooseLimiter({ options, storage, logger }: Pick<Given, 'options' | 'storage' | 'logger'>): RateLimiter & Partial<ResilientRateLimiter> {
  const local = memoryRateLimiter()
  const shared = options.rateLimiter ?? (storage.capabilities.embedded ? undefined : postgresRateLimiter({ storage }))
  return shared ? resilientRateLimiter({ shared, local, logger }) : local
}
