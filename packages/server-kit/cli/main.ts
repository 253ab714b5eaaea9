import { CoachError } from '@coachkit/contract'
import { AdapterError } from '../ports/index.js'
import { parseCommandLine, UsageError, usage } from './command-line.js'

/** Loaded when one is called: help and a wrong call take no server. */
const commands = {
  serve: async () => (await import('./commands/serve.js')).serve,
  ingest: async () => (await import('./commands/ingest.js')).ingest,
  ask: async () => (await import('./commands/ask.js')).ask,
  migrate: async () => (await import('./commands/migrate.js')).migrate,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
}

/** Runs one `coachkit` command; resolves to the exit code. Every failure is one line on standard error. */
export async function main(argv: string[]): Promise<number> {
  try {
    const line = parseCommandLine(argv)
    if (line.help) {
      process.stdout.write(`${usage}\n`)
      return 0
    }
    const run = await commands[line.command]()
    return await run(line)
  } catch (error) {
    process.stderr.write(`coachkit: ${sentence(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

function sentence(error: unknown): string {
  if (CoachError.isInstance(error) || AdapterError.isInstance(error) || error instanceof UsageError) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'EADDRINUSE') {
    const port = error instanceof Error && 'port' in error ? ` ${error.port}` : ''
    return `Port${port} is taken by another program. Choose another one with --port.`
  }
  if (code === 'EACCES') return 'Not permitted: the port or the data folder needs other rights.'
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)
}
