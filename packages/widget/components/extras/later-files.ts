import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import { documentIcon, icon, retryIcon } from '../../styles/icons.js'
import type { Attachments } from '../attachments/attachments.js'
import type { ExtrasParts } from './extras-parts.js'

/** What has to do with files, once it is loaded: for a conversation of people, or a message that has some. */
export function laterFiles(parts: ExtrasParts): (message?: ThreadMessage) => Attachments | undefined {
  let loaded: Attachments | undefined
  let asked = false
  return (message) => {
    if (asked || !(parts.person.isHeld || message?.attachments)) return loaded
    asked = true
    import('../attachments/attachments.js').then(
      (module) => {
        loaded = new module.Attachments({ ...parts, html, nothing, icon, documentIcon, retryIcon })
        void parts.host.drawAll()
      },
      () => {
        // Tried again when it is needed again.
        asked = false
      },
    )
    return undefined
  }
}
