import { type ErrorBody, type ErrorCode, errorBody, errorCatalogue, errorMessage } from '@coachkit/contract'
import { expect } from 'vitest'

/** Expects the catalogue's refusal: its status and its English sentence, in the contract's body, with the id the answer carries. */
export async function expectRefusal(response: Response, code: ErrorCode): Promise<ErrorBody['error']> {
  const { error } = errorBody.parse(await response.json())
  const { status } = errorCatalogue[code]
  expect({ code: error.code, status: response.status }).toEqual({ code, status })
  expect(error).toMatchObject({ message: errorMessage(code, 'en', error.details), requestId: response.headers.get('x-request-id') })
  return error
}
