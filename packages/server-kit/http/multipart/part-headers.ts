import { headerParameters } from './header-parameters.js'
import { multipartError } from './multipart-error.js'

export interface PartHeaders {
  /** The field's name. */
  name: string
  /** The claimed name of a file; absent for plain fields. */
  fileName: string | undefined
  /** `base64`, `quoted-printable` or one that changes nothing; lower case. */
  transferEncoding: string
}

const headerName = /^[\w!#$%&'*+.^`|~-]+$/
/** Ends of lines and of strings, for one reader or another. Browsers do send other control characters in names. */
const ending = /[\r\n\0]/

/** Reads the header lines of a part, strictly. Throws CoachError VAL_001. */
export function partHeaders(block: string): PartHeaders {
  const headers = new Map<string, string>()
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!headerName.test(name) || ending.test(line) || headers.has(name.toLowerCase())) throw multipartError('part_header')
    headers.set(name.toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headerParameters(headers.get('content-disposition') ?? '')
  const name = disposition?.parameters.get('name')
  if (disposition?.value !== 'form-data' || name === undefined) throw multipartError('part_header')
  const fileName = disposition.parameters.get('filename')
  // `filename*` is not for forms (RFC 7578) and is passed over.
  return {
    name: unescaped(name),
    fileName: fileName === undefined ? undefined : unescaped(fileName),
    transferEncoding: (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase(),
  }
}

/** Browsers write a quote and line ends in names with percent signs, and nothing else. */
function unescaped(text: string): string {
  return text.replace(/%22|%0d|%0a/gi, (written) => String.fromCharCode(Number.parseInt(written.slice(1), 16)))
}
