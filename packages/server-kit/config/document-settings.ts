import { type DocumentType, maxUploadBytes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { usualChunkSizes } from '../domain/document/chunk-document.js'
import type { Logger } from '../ports/index.js'

export interface DocumentOptions {
  /** Bytes of one file; default and at most 50 MiB. `MAX_UPLOAD_BYTES` of the environment where it is not said. */
  maxUploadBytes?: number
  /** What may be uploaded; default all: pdf, docx, md, txt, html. `SUPPORTED_FORMATS` of the environment, as `pdf,docx`, where it is not said. Websites are read all the same. */
  formats?: readonly DocumentType[]
  /** Folder of uploaded files, where no `blobStore` is given; default `files` in `dataDir`. `UPLOADS_DIR` of the environment where it is not said. */
  uploadsDir?: string
  /** Size of the pieces that a document is searched and quoted by, in tokens, 50 to 2,000; default 280. Documents that are read from then on. */
  chunkTokens?: number
  /** How much of a piece the next one repeats, in tokens, less than half of one; default 60. */
  overlapTokens?: number
}

/** Where a host keeps its settings; asked where neither an option nor the environment has a value, and answers at once. `undefined`: not there either. */
export interface ConfigProvider {
  get(key: 'max_upload_bytes' | 'supported_formats' | 'uploads_dir'): string | number | readonly string[] | null | undefined
}

const everyFormat = ['pdf', 'docx', 'md', 'txt', 'html'] as const satisfies readonly DocumentType[]
const bytes = z.int().check(z.gte(1), z.lte(maxUploadBytes))
const formats = z.array(z.enum(everyFormat)).check(z.minLength(1))
const folder = z.string().check(z.trim(), z.minLength(1))

export const documentSettings = z
  .strictObject({
    maxUploadBytes: z._default(bytes, maxUploadBytes),
    formats: z._default(formats, [...everyFormat]),
    uploadsDir: z.optional(folder),
    chunkTokens: z._default(z.int().check(z.gte(50), z.lte(2000)), usualChunkSizes.chunkTokens),
    overlapTokens: z._default(z.int().check(z.gte(0)), usualChunkSizes.overlapTokens),
  })
  .check(z.refine(({ chunkTokens, overlapTokens }) => overlapTokens < chunkTokens / 2))
export const documentSentence =
  '`documents` must be like { maxUploadBytes: 10485760, formats: ["pdf", "docx"], uploadsDir: "/var/uploads", chunkTokens: 280, overlapTokens: 60 }: up to 50 MiB, pdf, docx, md, txt or html, a folder, 50 to 2,000 tokens and less than half of that.'

/** Settings that have more sources than the options: which option each is, and how it is read where it may be text. */
const outside = {
  MAX_UPLOAD_BYTES: { option: 'maxUploadBytes', read: numberOf, schema: bytes },
  SUPPORTED_FORMATS: { option: 'formats', read: listOf, schema: formats },
  UPLOADS_DIR: { option: 'uploadsDir', read: (value: unknown) => value, schema: folder },
} as const
type Outside = keyof typeof outside

interface Sources {
  env: Record<string, string | undefined>
  provider?: ConfigProvider | undefined
  logger: Logger
}

/** What the host says; where it says nothing the environment, then the provider. A value of those that is none is told and passed over. */
export function documentsGiven(options: DocumentOptions = {}, sources: Sources): object {
  const names = (Object.keys(outside) as Outside[]).filter((name) => options[outside[name].option] === undefined)
  const found = names.map((name) => [outside[name].option, fromEnvironment(name, sources) ?? fromProvider(name, sources)])
  return { ...options, ...Object.fromEntries(found) }
}

function fromEnvironment(name: Outside, { env, logger }: Sources): unknown {
  return env[name] ? valid(name, env[name], { source: 'environment', logger }) : undefined
}

function fromProvider(name: Outside, { provider, logger }: Sources): unknown {
  try {
    const value = provider?.get(name.toLowerCase() as Lowercase<Outside>)
    return value === undefined || value === null ? undefined : valid(name, value, { source: 'provider', logger })
  } catch (error) {
    logger.warn('config.provider_failed', { setting: name, error: error instanceof Error ? error.name : typeof error })
    return undefined
  }
}

function valid(name: Outside, value: unknown, { source, logger }: { source: 'environment' | 'provider'; logger: Logger }): unknown {
  const { read, schema } = outside[name]
  const parsed = schema.safeParse(read(value))
  if (!parsed.success) logger.warn('config.invalid', { setting: name, source })
  return parsed.data
}

/** Digits alone: `Number` takes much else, such as nothing for 0. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value
}

/** `PDF, .docx`. */
function listOf(value: unknown): unknown {
  const names = typeof value === 'string' ? value.split(',') : value
  return Array.isArray(names) ? names.map((name) => (typeof name === 'string' ? name.trim().toLowerCase().replace(/^\./, '') : name)) : names
}
