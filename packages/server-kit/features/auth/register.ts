import { randomBytes } from 'node:crypto'
import { CoachError, type RouteInput, type Routes } from '@coachkit/contract'
import { normaliseEmail } from '../../domain/identity/email.js'
import { slugProblem } from '../../domain/identity/slug.js'
import { passwordProblems } from '../../domain/password-policy/password-problems.js'
import type { AccountRecord, StorageTx } from '../../ports/index.js'
import { defaultWidget } from '../creators/index.js'
import { type AuthParts, whenFree, withAccounts } from './auth-parts.js'
import { sendCode } from './codes.js'
import { deliver } from './deliver.js'
import { mail } from './mails.js'

type Registration = RouteInput<Routes['auth']['register']>['body']

/** Opens an account with a creator of its own, or tells the one who has the address; the caller cannot see which. */
export async function register(parts: AuthParts, body: Registration): Promise<{ email: string }> {
  const email = normaliseEmail(body.email)
  if (email === undefined) throw new CoachError('ACCOUNT_001')
  checkPassword({ password: body.password, email, name: body.fullName })
  if (body.slug !== undefined && slugProblem(body.slug)) throw new CoachError('CREATOR_002')
  // Hashed and written for a known address too, so that the time is the same.
  const passwordHash = await whenFree(parts.hasher.hash(body.password))
  const account = await open(parts, { body, email, passwordHash })
  parts.later(async () => {
    if (account) return sendCode(parts, { account, purpose: 'verify', language: body.language })
    await deliver(parts, mail({ kind: 'known', to: email, name: body.fullName, language: body.language }))
  })
  return { email }
}

/** Throws ACCOUNT_002, which says in `details` what speaks against the password. */
export function checkPassword(input: { password: string; email: string; name: string }): void {
  const problems = passwordProblems({ password: input.password, context: { email: input.email, name: input.name, service: 'coachkit' } })
  if (problems.length > 0) throw new CoachError('ACCOUNT_002', { details: { problems } })
}

/** Undoes a transaction that found the address taken. */
class AddressTaken extends Error {}

async function open(parts: AuthParts, input: { body: Registration; email: string; passwordHash: string }): Promise<AccountRecord | undefined> {
  const { body, email, passwordHash } = input
  try {
    return await withAccounts(parts, async (tx) => {
      const creatorId = await openCreator(tx, body)
      const account = await tx.accounts.create({ email, name: body.fullName, passwordHash })
      if (!account) throw new AddressTaken()
      await tx.members.add({ creatorId, account, role: 'owner' })
      return account
    })
  } catch (error) {
    if (error instanceof AddressTaken) return undefined
    throw error
  }
}

/** A slug that was asked for is had or refused; one that was not is made from the name, with letters of its own when that is taken. */
async function openCreator(tx: StorageTx, body: Registration): Promise<string> {
  const { language } = body
  const name = body.companyName ?? body.fullName
  const wanted = body.slug ?? slugOf(name)
  const free = (await tx.creators.findBySlug(wanted)) ? undefined : wanted
  if (free === undefined && body.slug !== undefined) throw new CoachError('CREATOR_002')
  const slug = free ?? `${wanted.slice(0, 50)}-${randomBytes(4).toString('hex')}`
  const ofCompany = body.companyName === undefined ? {} : { companyName: body.companyName }
  const created = await tx.creators.create({ slug, name, ...ofCompany, language, widget: defaultWidget(language) })
  return created.id
}

function slugOf(name: string): string {
  const written = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '')
  return slugProblem(written) === undefined ? written : `coach-${randomBytes(4).toString('hex')}`
}
