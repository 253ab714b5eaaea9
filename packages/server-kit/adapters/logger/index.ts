import { redactEvent, redactFields } from '../../domain/redaction/redact-fields.js'
import type { Logger } from '../../ports/index.js'

type Level = 'info' | 'warn' | 'error' | 'silent'
const levels: Level[] = ['info', 'warn', 'error', 'silent']

/** Writes one JSON line per event to standard error, from `level` upwards; `write` takes the line elsewhere. */
export function jsonLogger(options: { level?: Level; write?: (line: string) => void } = {}): Logger {
  const least = levels.indexOf(options.level ?? 'info')
  const write = options.write ?? ((line) => process.stderr.write(line))
  const writer =
    (level: Level): Logger['info'] =>
    (event, fields) => {
      if (levels.indexOf(level) >= least) write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
    }
  return redactedLogger({ info: writer('info'), warn: writer('warn'), error: writer('error') })
}

/** The same logger behind the redactor: whatever it does with a line, nothing that must stay inside is in it. */
export function redactedLogger(logger: Logger): Logger {
  const passed =
    (level: keyof Logger): Logger['info'] =>
    (event, fields) =>
      logger[level](redactEvent(event), fields && redactFields(fields))
  return { info: passed('info'), warn: passed('warn'), error: passed('error') }
}
