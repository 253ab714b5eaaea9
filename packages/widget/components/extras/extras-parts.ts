import type { html, nothing, TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import type { icon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'
import type { Person } from './person.js'
import type { Talk } from './talk.js'

/** What the extras share among themselves. */
export interface ExtrasParts {
  host: ExtrasHost
  talk: Talk
  person: Person
  words(): ExtrasWords
  /** Whether what stands in the field is not too long. */
  fits(): boolean
  /** Says it to screen readers. */
  announce(text: string): void
}

/** What a chunk loaded later draws with. Given and not imported: a module that three chunks share would become one more file of the first. */
export interface DrawingKit {
  html: typeof html
  nothing: typeof nothing
  icon: typeof icon
  documentIcon: TemplateResult
  retryIcon: TemplateResult
}
