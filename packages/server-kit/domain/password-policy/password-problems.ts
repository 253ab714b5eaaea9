import { commonParts, type KnownPart, patternParts, personalParts } from './known-parts.js'
import { preparePassword } from './prepare-password.js'

/**
 * `unusable`: over 1024 bytes, or not text. `too_short`: below 15 characters, or 8 beside a second factor.
 * `common`, `personal`, `pattern`: little else than known passwords, words of the person or the service, or sequences.
 */
export type PasswordProblem = 'unusable' | 'too_short' | KnownPart['kind']

export interface PasswordContext {
  email?: string | undefined
  name?: string | undefined
  service?: string | undefined
}

export const minLength = 15
export const minLengthWithSecondFactor = 8
/** What must be left of a password without the parts that are guessed first; digits count half. */
const fewestOwnCharacters = 5

/** What speaks against a password, by NIST SP 800-63B-4: length and known words count, the kinds of characters do not. */
export function passwordProblems(input: { password: string; context?: PasswordContext; secondFactor?: boolean }): PasswordProblem[] {
  const password = preparePassword(input.password)
  if (password === undefined) return ['unusable']
  const letters = [...password]
  const tooShort = letters.length < (input.secondFactor ? minLengthWithSecondFactor : minLength)
  const parts = [...commonParts(password), ...personalParts(password, wordsOf(input.context ?? {})), ...patternParts(password)]
  const guessed = parts.length > 0 && ownCharacters(letters, parts) < fewestOwnCharacters
  const kinds = new Set(guessed ? parts.map(({ kind }) => kind) : [])
  return [...(tooShort ? (['too_short'] as const) : []), ...kinds]
}

function ownCharacters(letters: readonly string[], parts: readonly KnownPart[]): number {
  const covered = new Set<number>()
  for (const { from, to } of parts) for (let index = from; index < to; index += 1) covered.add(index)
  const own = letters.filter((letter, index) => !covered.has(index) && letter.trim() !== '')
  return own.reduce((sum, letter) => sum + (/\p{Nd}/u.test(letter) ? 0.5 : 1), 0)
}

function wordsOf({ email = '', name = '', service = '' }: PasswordContext): string[] {
  const [local = '', domain = ''] = email.split('@')
  const whole = [email, local, domain, name, service, name.replace(/\s+/g, '')]
  return [...new Set([...whole, ...whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))])]
}
