import { CoachError } from '@coachkit/contract'

/** A form that is not written as RFC 7578 says; `code` names what is wrong with it. */
export function multipartError(code: 'boundary' | 'part_header' | 'transfer_encoding' | 'too_many_parts' | 'not_closed'): CoachError {
  return new CoachError('VAL_001', { details: { issues: [{ path: 'body', code: `multipart_${code}` }] } })
}
