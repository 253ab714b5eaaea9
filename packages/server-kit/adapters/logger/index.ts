import { redactEvent, redactFields } from '../../domain/redaction/redact-fields.js'
import type { Logger } from '../../ports/index.js'
import { requestIdNow } from '../../telemetry/index.js'

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

/** The same logger behind the redactor, which names the call that a line belongs to: whatever it does with a line, nothing that must stay inside is in it. */
export function redactedLogger(logger: Logger): Logger {
  const passed =
    (level: keyof Logger): Logger['info'] =>
    (event, fields) => {
      const requestId = fields?.requestId ?? requestIdNow()
      const all = requestId === undefined ? fields : { ...fields, requestId }
      logger[level](redactEvent(event), all && redactFields(all))
    }
  return { info: passed('info'), warn: passed('warn'), error: passed('error') }
}
