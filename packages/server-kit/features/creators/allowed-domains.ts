import { CoachError } from '@coachkit/contract'
import { parseAllowedDomain } from '../../domain/origin/allowed-domain.js'
import type { Storage } from '../../ports/index.js'

const mostDomains = 100

/** Says which websites may use a creator's coach; replaces what was said before. */
export async function allowDomains(input: { storage: Storage; creatorId: string; domains: readonly string[] }): Promise<void> {
  const allowedDomains = readDomains(input.domains)
  const found = await input.storage.as({ creatorId: input.creatorId }, (tx) => tx.creators.setAllowedDomains({ id: input.creatorId, allowedDomains }))
  if (!found) throw new CoachError('CREATOR_001')
}

/** The entries as they are kept. Throws CoachError VAL_001, naming the first that cannot be read. */
export function readDomains(entries: readonly string[]): string[] {
  const wrong = entries.findIndex((entry) => parseAllowedDomain(entry) === undefined)
  if (wrong >= 0) throw refused(wrong, 'invalid_domain', `"${entries[wrong]}" is not a website: write ana.example, *.ana.example, or https://ana.example:8443.`)
  const domains = [...new Set(entries.map((entry) => entry.trim().toLowerCase()))]
  if (domains.length > mostDomains) throw refused(mostDomains, 'too_big', `A creator may list ${mostDomains} websites at most.`)
  return domains
}

function refused(position: number, code: string, message: string): CoachError {
  return new CoachError('VAL_001', { message, details: { issues: [{ path: `allowedDomains.${position}`, code }] } })
}
