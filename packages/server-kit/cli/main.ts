import { CoachError } from '@coachkit/contract'
import { AdapterError } from '../ports/index.js'
import { parseCommandLine, UsageError, usage } from './command-line.js'
import { ask } from './commands/ask.js'
import { doctor } from './commands/doctor.js'
import { ingest } from './commands/ingest.js'
import { migrate } from './commands/migrate.js'
import { serve } from './commands/serve.js'

const commands = { serve, ingest, ask, migrate, doctor }

/** Runs one `coachkit` command; resolves to the exit code. Every failure is one line on standard error. */
export async function main(argv: string[]): Promise<number> {
  try {
    const line = parseCommandLine(argv)
    if (line.help) {
      process.stdout.write(`${usage}\n`)
      return 0
    }
    return await commands[line.command](line)
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
