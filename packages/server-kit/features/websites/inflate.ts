import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { bytesOf } from '../../domain/bytes/byte-stream.js'
import { VisitError } from './visit.js'

/** What a sitemap may hold by its protocol. */
const maxInflatedBytes = 50 * 1024 * 1024
const inflate = promisify(gunzip)

/** The text of an answer, also when it is a packed file of its own. Fails with VisitError when it is damaged or too large. */
export async function textOf(response: Response): Promise<string> {
  const bytes = await bytesOf(response.body ?? empty())
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (!isPacked) return new TextDecoder().decode(bytes)
  const text = await inflate(bytes, { maxOutputLength: maxInflatedBytes }).catch(() => {
    throw new VisitError('WEBSITE_008')
  })
  return new TextDecoder().decode(text)
}

async function* empty(): AsyncGenerator<Uint8Array> {
  // An answer without a body.
}
