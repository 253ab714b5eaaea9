/**
 * `package_missing`: `@huggingface/transformers` cannot be loaded. `model_missing`: the model's files cannot. `dimensions`: the model makes
 * vectors of another length. `failed`: it broke off. `disposed`: it was put away.
 */
export type EmbedderErrorCode = 'package_missing' | 'model_missing' | 'dimensions' | 'failed' | 'disposed'

/** Why there are no vectors, with a sentence that says what to do. */
export class EmbedderError extends Error {
  override readonly name = 'EmbedderError'
  readonly code: EmbedderErrorCode

  constructor(input: { code: EmbedderErrorCode; message: string; cause?: unknown }) {
    super(input.message, input.cause === undefined ? {} : { cause: input.cause })
    this.code = input.code
  }

  /** Also of another copy of this package. */
  static isInstance(value: unknown): value is EmbedderError {
    return value instanceof Error && value.name === 'EmbedderError'
  }
}

export function modelFailed(cause: unknown): EmbedderError {
  return new EmbedderError({ code: 'failed', message: 'The model failed while it read the texts.', cause })
}
