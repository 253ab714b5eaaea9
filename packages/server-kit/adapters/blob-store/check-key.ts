import { AdapterError } from '../../ports/index.js'

const keyPattern = /^[\w-]{1,128}$/

/** Keys are the kit's own: letters, digits, `_` and `-`. */
export function isKey(key: string): boolean {
  return keyPattern.test(key)
}

export function checkKey(adapter: string, key: string): void {
  if (!isKey(key)) throw new AdapterError({ adapter, code: 'invalid_key', retryable: false, message: 'A file key may hold letters, digits, _ and - only.' })
}
