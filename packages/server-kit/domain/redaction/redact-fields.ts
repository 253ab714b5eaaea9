/** What a log line may hold besides its event. */
export type LogFields = Record<string, string | number | boolean | undefined>

type Shape = (value: string | number | boolean) => boolean

const isCount: Shape = (value) => typeof value === 'number' && Number.isFinite(value)
const isFlag: Shape = (value) => typeof value === 'boolean'
const matches =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value) && !looksSecret(value)

const isId = matches(/^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|doc_[\da-f]{24})$/)
/** A caller may choose it, so it is no further trusted than its alphabet. */
const isRequestId = matches(/^[\w-]{8,64}$/)
/** A code, the name of an error class, or two of them with a dot: never a sentence, an address or a path. */
const isWord = matches(/^[a-z][\w-]{0,47}(?:\.[a-z][\w-]{0,47})*$/i)
const isModel = matches(/^[a-z][\w-]{0,31}:[\w][\w.:+-]*(?:\/[\w][\w.:+-]*){0,3}$/i)
/** A route as the contract writes it, with its placeholders. */
const isRoute = matches(/^\/v1(?:\/(?:[a-z-]+|\{\w+\}))+$/)

/** Every field there is. What a new one would hold decides its shape; text people wrote, addresses and paths have none. */
const shapes = new Map<string, Shape>([
  ...of(
    isId,
    'accountId',
    'chunkId',
    'connectionId',
    'conversationId',
    'creatorId',
    'documentId',
    'jobId',
    'keyId',
    'memberId',
    'messageId',
    'sessionId',
    'websiteId',
  ),
  ...of(isRequestId, 'requestId'),
  ...of(isWord, 'adapter', 'code', 'error', 'kind', 'method', 'reason', 'setting', 'source', 'state'),
  ...of(isModel, 'embedder', 'languageModel'),
  ...of(isRoute, 'route'),
  ...of(isCount, 'attempt', 'bytes', 'count', 'delayMs', 'durationMs', 'limit', 'status', 'used'),
  ...of(isFlag, 'handedBack', 'retryable'),
])

const redacted = '[redacted]'

/** The fields that may be written down: listed ones whose value has the shape of their kind. A value that has not becomes `[redacted]`. */
export function redactFields(fields: LogFields): LogFields {
  const kept: LogFields = {}
  for (const [name, value] of Object.entries(fields)) {
    // A name that is not an identifier was made from data.
    if (value === undefined || !/^[a-z][a-zA-Z]{0,31}$/.test(name)) continue
    kept[name] = shapes.get(name)?.(value) ? value : redacted
  }
  return kept
}

/** An event's own name, `noun.what_happened`; one that is not written so may carry data and is replaced. */
export function redactEvent(event: string): string {
  return /^[a-z]+(?:[._][a-z]+)*$/.test(event) && event.length <= 64 ? event : redacted
}

/** Tokens of ours and of others, by how they begin, and long runs of letters and digits that are no id. */
function looksSecret(text: string): boolean {
  return /^ck[a-z]_|^eyJ|^(?:sk|pk|rk|whsec|ghp|gho|ghs|github_pat|glpat|xox[a-z]|AKIA|ASIA|AIza|ya29)[_-]?/.test(text) || /[a-z\d]{33}/i.test(text)
}

function of(shape: Shape, ...names: string[]): [string, Shape][] {
  return names.map((name) => [name, shape])
}
