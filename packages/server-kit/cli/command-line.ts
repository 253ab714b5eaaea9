import { parseArgs } from 'node:util'
import * as z from 'zod/mini'

/** The call itself is wrong; `message` says what to write instead. */
export class UsageError extends Error {}

export const usage = `coachkit: an AI coach over your own documents

  coachkit serve                    start the server
  coachkit ingest FILE…             add PDF, DOCX, MD, TXT or HTML files
  coachkit ask "QUESTION"           answer from the documents, with citations
  coachkit migrate                  bring the database up to date
  coachkit doctor                   say what works here and what is missing

  --data DIR         where the embedded database lives (default ./.coachkit)
  --creator SLUG     whose coach (default the only one there is, else my-coach)
  --language LANG    es, en or pt, for a creator that is new (default es)
  --port PORT        for serve (default 8787)
  --host HOST        for serve (default 127.0.0.1)
  --json             ingest: one line a file; ask: one object

DATABASE_URL uses PostgreSQL; OLLAMA_URL or OPENAI_BASE_URL choose the model.`

const names = z.enum(['serve', 'ingest', 'ask', 'migrate', 'doctor'])
const values = z.object({
  data: z._default(z.string().check(z.minLength(1)), './.coachkit'),
  creator: z.optional(z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/))),
  language: z._default(z.enum(['es', 'en', 'pt']), 'es'),
  port: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535)), 8787),
  host: z._default(z.string(), '127.0.0.1'),
  json: z._default(z.boolean(), false),
  help: z._default(z.boolean(), false),
})

export interface CommandLine extends z.output<typeof values> {
  command: z.output<typeof names>
  operands: string[]
}

/** Parses the arguments after `coachkit`. Throws UsageError. */
export function parseCommandLine(argv: string[]): CommandLine {
  const parsed = tokens(argv)
  const [name, ...operands] = parsed.positionals
  if (parsed.values.help || !name) return { ...values.parse({ help: true }), command: 'doctor', operands: [] }
  const command = names.safeParse(name)
  if (!command.success) throw new UsageError(`there is no command "${name}". Try: coachkit --help`)
  const options = values.safeParse(parsed.values)
  if (!options.success) throw new UsageError(`--${options.error.issues[0]?.path.join('.')} has a value that does not fit. Try: coachkit --help`)
  return { ...options.data, command: command.data, operands }
}

function tokens(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        creator: { type: 'string' },
        language: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : 'the call is wrong'}. Try: coachkit --help`)
  }
}
