import connect from 'postgres'
import { AdapterError, type Bus, type Logger } from '../../../ports/index.js'
import { createSharedBus } from '../shared/create-shared-bus.js'
import type { Wire } from '../shared/wire.js'

export interface PostgresBusOptions {
  /** The database that the instances share. Directly: a pooler that changes connections between transactions loses what is said. */
  url: string
  logger?: Logger
  /** How often it makes sure that it still hears. Default 5 s. */
  probeMs?: number
}

const channel = 'coachkit'
/** A payload of 8,000 bytes or more is refused. */
const mostBytes = 7900
const sendTimeoutMs = 5000
const reopenMs = 500

/** Tells other instances through LISTEN and NOTIFY: two connections a process, and one NOTIFY for all that happened meanwhile, outside of the transactions that store. */
export function postgresBus({ url, logger, probeMs }: PostgresBusOptions): Bus {
  return createSharedBus({ wire: postgresWire(url), logger, probeMs })
}

function postgresWire(url: string): Wire {
  let sender: connect.Sql | undefined
  return {
    name: 'postgres',
    mostBytes,
    carriesEvents: false,
    async send(texts) {
      sender ??= open(url)
      const own = sender
      try {
        // Rows, not calls in one list: each text is a notification, in this order.
        const notify = own.unsafe('select pg_notify($1, text) from unnest(array(select json_array_elements_text($2::text::json))) as text', [
          channel,
          JSON.stringify(texts),
        ])
        await inTime(notify)
      } catch (error) {
        if (sender === own) sender = undefined
        void own.end({ timeout: 0 }).catch(() => undefined)
        throw error
      }
    },
    listen(on) {
      let current: connect.Sql | undefined
      let timer: NodeJS.Timeout | undefined
      let closed = false
      const hear = () => {
        if (closed) return
        const own = open(url)
        current = own
        own
          .listen(channel, on.text, () => {
            if (!closed) on.open()
          })
          .catch(() => {
            void own.end({ timeout: 0 }).catch(() => undefined)
            timer = setTimeout(hear, reopenMs)
            timer.unref()
          })
      }
      hear()
      return {
        close() {
          closed = true
          clearTimeout(timer)
          void current?.end({ timeout: 0 }).catch(() => undefined)
        },
      }
    },
    async close() {
      await sender?.end({ timeout: 1 })
    },
  }
}

function open(url: string): connect.Sql {
  return connect(url, {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'coachkit-bus', statement_timeout: sendTimeoutMs },
  })
}

async function inTime(sent: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new AdapterError({
      adapter: 'postgres-bus',
      code: 'timeout',
      retryable: true,
      message: 'PostgreSQL took too long to pass a notification on.',
    })
    timer = setTimeout(() => reject(error), sendTimeoutMs)
  })
  try {
    await Promise.race([sent, late])
  } finally {
    clearTimeout(timer)
  }
}
