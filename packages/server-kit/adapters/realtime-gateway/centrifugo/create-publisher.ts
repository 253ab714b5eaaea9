import { AdapterError, type GatewayPublication, type Logger } from '../../../ports/index.js'
import { type Command, sendCommands } from './send-commands.js'

interface Publisher {
  add(channel: string, publication: GatewayPublication): void
  /** What waits still leaves, if that is quick. */
  close(): Promise<void>
}
interface Waiting extends GatewayPublication {
  channel: string
}

const lastWordMs = 2000
/** Between two tries while it is away. */
const pausesMs = [200, 500, 1000, 2000, 5000]
/** More than this that cannot leave is forgotten, the oldest first; readers find it in the log. */
const mostWaiting = 10_000
/** Commands in one request. */
const mostInBatch = 200

/** Publishes in order: one request at a time takes all that waits. What was published twice by a retry is taken once, by its idempotency key. */
export function createPublisher({ apiUrl, apiKey, logger }: { apiUrl: string; apiKey: string; logger?: Logger | undefined }): Publisher {
  let waiting: Waiting[] = []
  let sending: Promise<void> | undefined
  let pause: { timer: NodeJS.Timeout; end(): void } | undefined
  let failures = 0
  let closed = false

  async function sendAll(): Promise<void> {
    while (waiting.length > 0 && !(closed && failures > 0)) await sendOnce(waiting.splice(0, mostInBatch))
  }

  async function sendOnce(taken: Waiting[]): Promise<void> {
    const commands = taken.map(commandOf).reduce(broadcastAlike, [])
    const error = await sendCommands({ apiUrl, apiKey }, commands).then(
      () => undefined,
      (refusal: unknown) => (AdapterError.isInstance(refusal) ? refusal : unexpected(refusal)),
    )
    if (error?.retryable) return later(taken, error)
    if (error) logger?.warn('gateway.refused', { gateway: 'centrifugo', reason: error.code })
    else if (failures > 0) logger?.info('gateway.back', { gateway: 'centrifugo' })
    failures = 0
  }

  /** What is only for now is too late afterwards. */
  async function later(taken: Waiting[], { code }: AdapterError): Promise<void> {
    if (failures === 0) logger?.warn('gateway.away', { gateway: 'centrifugo', reason: code })
    waiting = [...taken.filter(({ offset }) => offset !== undefined), ...waiting]
    const ms = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0
    failures += 1
    if (!closed) await rest(ms)
  }

  async function rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      pause = { timer: setTimeout(resolve, ms), end: resolve }
    })
    pause = undefined
  }

  return {
    add(channel, publication) {
      if (closed) return
      if (waiting.length >= mostWaiting) waiting.shift()
      waiting.push({ channel, ...publication })
      // What is published in this tick leaves together.
      sending ??= new Promise((resolve) => setImmediate(resolve)).then(sendAll).finally(() => {
        sending = undefined
      })
    },
    async close() {
      closed = true
      clearTimeout(pause?.timer)
      pause?.end()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, lastWordMs)
      })
      await Promise.race([sending, late])
      clearTimeout(timer)
    },
  }
}

function unexpected(cause: unknown): AdapterError {
  return new AdapterError({ adapter: 'centrifugo', code: 'unexpected', retryable: false, message: 'Centrifugo answered in a way that is not its own.', cause })
}

/** Kept in the channel's history only where it has a place in the log. */
function commandOf({ channel, data, offset }: Waiting): Command {
  if (offset === undefined) return { publish: { channel, data, skip_history: true } }
  return { publish: { channel, data, idempotency_key: `${channel}:${offset}`, tags: { offset: String(offset) } } }
}

/** The same for several channels, one after the other, is one command. */
function broadcastAlike(commands: Command[], next: Command): Command[] {
  const last = commands.at(-1)
  const [before, now] = [last && passing(last), passing(next)]
  if (!before || !now || JSON.stringify(before.data) !== JSON.stringify(now.data)) return [...commands, next]
  return [...commands.slice(0, -1), { broadcast: { channels: [...before.channels, ...now.channels], data: now.data, skip_history: true } }]
}

function passing(command: Command): { channels: string[]; data: unknown } | undefined {
  const { channel, channels, data, skip_history } = Object.values(command)[0] as { channel?: string; channels?: string[]; data: unknown; skip_history?: true }
  return skip_history ? { channels: channels ?? [channel ?? ''], data } : undefined
}
