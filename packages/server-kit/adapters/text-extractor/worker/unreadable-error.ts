type Reason = 'DOCUMENT_005' | 'DOCUMENT_006' | 'DOCUMENT_007' | 'DOCUMENT_008'

/** Why a file cannot be read, as a code of the catalogue. */
export class UnreadableError extends Error {
  readonly code: Reason

  constructor(code: Reason) {
    super(code)
    this.code = code
  }
}
