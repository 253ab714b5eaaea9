/**
 * Structured lines; fields are ids, counts, durations and codes, never text, secrets or paths.
 * The redactor (`domain/redaction`) lists the fields there are; it hides all others before a line is written.
 */
export interface Logger {
  info(event: string, fields?: Record<string, string | number | boolean | undefined>): void
  warn(event: string, fields?: Record<string, string | number | boolean | undefined>): void
  error(event: string, fields?: Record<string, string | number | boolean | undefined>): void
}
