import type { Principal } from '../../ports/index.js'

/** Who somebody is in a conversation. It has one visitor, whichever session it goes on in. */
export function participantIdOf(principal: Principal): string {
  if (principal.kind === 'visitor') return 'visitor'
  return `${principal.role === 'key' ? 'key' : 'member'}:${principal.memberId}`
}

/** Who only looks on leaves no trace in a conversation: neither a receipt nor presence. */
export function isOnlooker(principal: Principal): boolean {
  return principal.kind === 'member' && principal.role === 'viewer'
}
