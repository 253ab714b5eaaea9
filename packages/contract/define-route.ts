import type * as z from 'zod/mini'
import type { ErrorCode } from './errors.js'

/** Who may call: it decides the guard, so no route is unguarded by omission. */
export type Audience = 'public' | 'visitor' | 'participant' | 'member' | 'admin' | 'service'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RouteDefinition {
  method: Method
  /** Below the mount path, with `{placeholders}` that `params` declares. */
  path: `/v1/${string}`
  audience: Audience
  summary: string
  params?: z.ZodMiniObject
  query?: z.ZodMiniType
  /** A JSON body, which may be missing where its schema takes `undefined`, or `'multipart'` for one file in the field `file`. */
  body?: z.ZodMiniType | 'multipart'
  /** Of the file, where the body is one: default `maxUploadBytes`. Of the JSON else: default 256 KiB. */
  maxBytes?: number
  /** JSON, `binary(…)` for a file, or `eventStream(…)`. Absent: the answer has no body (204). */
  result?: z.ZodMiniType | BinaryResult | StreamResult
  /** Success status; 200 with a result and 204 without unless said otherwise. */
  status?: number
  /** For how long anybody may keep the answer, which then has an `ETag`; without it nobody may. Only what is the same for every caller. */
  cacheSeconds?: number
  /** A repeat under the same `Idempotency-Key` is answered as the first was, and does nothing more. */
  idempotent?: true
  errors: readonly ErrorCode[]
}

/** A result that is a file of one of these media types, with an `ETag`. */
export interface BinaryResult {
  mediaTypes: readonly string[]
}

/** For `result`: the answer is a file, not JSON. */
export function binary(...mediaTypes: string[]): BinaryResult {
  return { mediaTypes }
}

/** A result that comes piece by piece, as server-sent events with one of these as JSON each, `[DONE]` the last; 204 where there is nothing to come. */
export interface StreamResult<Piece extends z.ZodMiniType = z.ZodMiniType> {
  piece: Piece
  /** Of the response, beside those of every event stream. */
  headers: Record<string, string>
}

/** For `result`: the answer is a stream of such pieces. */
export function eventStream<Piece extends z.ZodMiniType>(piece: Piece, headers: Record<string, string> = {}): StreamResult<Piece> {
  return { piece, headers }
}

export function isStream(result: RouteDefinition['result']): result is StreamResult {
  return result !== undefined && 'piece' in result
}

export function isBinary(result: RouteDefinition['result']): result is BinaryResult {
  return result !== undefined && 'mediaTypes' in result
}

type Placeholders<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never
type ParamsCover<Route extends RouteDefinition> =
  Placeholders<Route['path']> extends infer Names
    ? [Names] extends [never]
      ? unknown
      : Route extends { params: z.ZodMiniObject<infer Shape> }
        ? [Names] extends [keyof Shape]
          ? unknown
          : { params: 'every {placeholder} of path needs a schema in params' }
        : { params: 'every {placeholder} of path needs a schema in params' }
    : never

/** Declares one route. A `{placeholder}` without a schema in `params` does not compile. */
export function defineRoute<const Route extends RouteDefinition>(route: Route & ParamsCover<Route>): Route {
  return route
}

type Out<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined
type In<Schema> = Schema extends z.ZodMiniType ? z.input<Schema> : undefined

/** What a handler receives: parsed parts of the request. */
export interface RouteInput<Route extends RouteDefinition> {
  params: Out<Route['params']>
  query: Out<Route['query']>
  body: Route['body'] extends 'multipart' ? UploadedFile : Out<Route['body']>
}
/** What a caller passes, before defaults are filled in. */
export interface RouteCall<Route extends RouteDefinition> {
  params: In<Route['params']>
  query: In<Route['query']>
  body: Route['body'] extends 'multipart' ? File | Blob : In<Route['body']>
}
/** What a caller gets. */
export type RouteResult<Route extends RouteDefinition> = Route['result'] extends BinaryResult
  ? Blob
  : Route['result'] extends StreamResult
    ? Response
    : Route['result'] extends z.ZodMiniType
      ? z.output<Route['result']>
      : undefined
/** What a handler gives. */
export type RouteOutput<Route extends RouteDefinition> = Route['result'] extends BinaryResult
  ? ServedFile
  : Route['result'] extends StreamResult<infer Piece>
    ? AsyncIterable<z.output<Piece>> | undefined
    : RouteResult<Route>

/** One uploaded file: its claimed name and its bytes as they come in, read once; they fail where the size limit is, or the form is wrong. */
export interface UploadedFile {
  name: string
  content: AsyncIterable<Uint8Array>
}

/** A file to answer with; `tag` is another one when the bytes are. With a `name` it is a download of that name. */
export interface ServedFile {
  type: string
  bytes: Uint8Array | AsyncIterable<Uint8Array>
  tag: string
  name?: string
}

/** One handler per route of a noun; a missing one does not compile. */
export type Handlers<Routes extends Record<string, RouteDefinition>, Context> = {
  [Name in keyof Routes]: (input: RouteInput<Routes[Name]>, context: Context) => Promise<RouteOutput<Routes[Name]>>
}
