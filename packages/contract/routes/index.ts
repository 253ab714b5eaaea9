import { apiKeys } from './api-keys.js'
import { attachments } from './attachments.js'
import { audit } from './audit.js'
import { auth } from './auth.js'
import { chat } from './chat.js'
import { conversations } from './conversations.js'
import { creators } from './creators.js'
import { feedback } from './feedback.js'
import { handover } from './handover.js'
import { health } from './health.js'
import { identity } from './identity.js'
import { knowledge } from './knowledge.js'
import { members } from './members.js'
import { messages } from './messages.js'
import { participants } from './participants.js'
import { persona } from './persona.js'
import { platform } from './platform.js'
import { questions } from './questions.js'
import { realtime } from './realtime.js'
import { sessions } from './sessions.js'
import { usage } from './usage.js'
import { websites } from './websites.js'
import { widget } from './widget.js'

/** Every route there is, by noun. */
export const routes = {
  auth,
  creators,
  members,
  apiKeys,
  audit,
  identity,
  sessions,
  conversations,
  messages,
  chat,
  attachments,
  feedback,
  handover,
  participants,
  knowledge,
  websites,
  persona,
  questions,
  usage,
  widget,
  realtime,
  platform,
  health,
}
export type Routes = typeof routes
