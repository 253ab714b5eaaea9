import { type ErrorBody, errorBody } from '@coachkit/contract'
import type { CoachServer } from '../coach-server.js'
import { createCoachServer } from '../create-coach-server.js'
import type { Logger } from '../ports/index.js'
import { type CommandLine, UsageError } from './command-line.js'

/** A started server without a port, for one command. */
export interface OpenCoach {
  coach: CoachServer
  creator: { id: string; slug: string }
  /** Calls a route, as a member of the creator unless another token is given. A string is sent as it is. */
  call(method: string, path: string, body?: FormData | object | string, token?: string): Promise<Response>
}

/** Opens the data folder (or DATABASE_URL), runs `work` and closes again, whatever happens. */
export async function withCoach<Result>(line: CommandLine, work: (open: OpenCoach) => Promise<Result>): Promise<Result> {
  const coach = createCoachServer({ ...databaseOf(line), logger: quiet, limits: false })
  try {
    await coach.start()
    const creator = await creatorOf(line, coach)
    // A key for this one command: it does not outlive it.
    const { id, key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'coachkit command line' })
    const call: OpenCoach['call'] = (method, path, body, token = key) => coach.fetch(routeRequest({ method, path, body, token }))
    try {
      return await work({ coach, creator, call })
    } finally {
      await coach.setup.removeApiKey({ creatorId: creator.id, id })
    }
  } finally {
    await coach.stop()
  }
}

/** The creator that was asked for, or the only one there is; the first one is made. Throws UsageError where there is a choice. */
export async function creatorOf(line: CommandLine, coach: CoachServer): Promise<{ id: string; slug: string }> {
  const [only, ...others] = line.creator === undefined ? await coach.setup.listCreators({ limit: 6 }) : []
  if (only && others.length === 0) return only
  if (only) throw new UsageError(`there are several creators: say which with --creator, such as ${[only, ...others].map(({ slug }) => slug).join(', ')}`)
  const slug = line.creator ?? 'my-coach'
  return coach.setup.ensureCreator({ slug, name: slug, language: line.language })
}

/** The database a command works on: PostgreSQL by DATABASE_URL, else the embedded one in `--data`. */
export function databaseOf(line: CommandLine): { database: string } | { dataDir: string; embedded: true } {
  const url = process.env.DATABASE_URL
  return url ? { database: url } : { dataDir: line.data, embedded: true }
}

/** The error body of an answer that is not a success. */
export async function failureOf(response: Response): Promise<ErrorBody['error']> {
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined))
  return parsed.success ? parsed.data.error : { code: 'INTERNAL_001', message: `The server answered ${response.status}.` }
}

export const quiet: Logger = { info() {}, warn() {}, error() {} }

function routeRequest(input: { method: string; path: string; body: FormData | object | string | undefined; token: string }): Request {
  const headers = new Headers({ authorization: `Bearer ${input.token}` })
  const isForm = input.body instanceof FormData
  if (input.body && !isForm) headers.set('content-type', 'application/json')
  const body = input.body instanceof FormData || typeof input.body === 'string' ? input.body : input.body ? JSON.stringify(input.body) : null
  return new Request(new URL(input.path, 'http://localhost'), { method: input.method, headers, body })
}
