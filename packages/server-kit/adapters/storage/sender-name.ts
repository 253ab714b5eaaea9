import type { Principal } from '../../ports/index.js'

/** Whose `client_message_id` it is. A conversation has one visitor, whichever session it goes on in. */
export function senderName(sender: Principal): string {
  if (sender.kind === 'visitor') return 'visitor'
  return `${sender.role === 'key' ? 'key' : 'member'}:${sender.memberId}`
}
