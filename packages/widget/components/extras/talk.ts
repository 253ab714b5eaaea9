import { completeConversation } from '@coachkit/sdk'
import type { ExtrasHost } from './extras.js'

type Complete = ReturnType<typeof completeConversation>

/** The conversation that is open, with all that may be done in it. */
export class Talk {
  readonly #host: ExtrasHost
  #current: Complete | undefined

  constructor(host: ExtrasHost) {
    this.#host = host
  }

  /** Follows who takes part in it, too. Not by reading `current`: the bundle leaves out what is read for nothing. */
  begin(): void {
    this.#follow()
  }

  get current(): Complete | undefined {
    return this.#follow()
  }

  #follow(): Complete | undefined {
    const { handle } = this.#host.conversation
    if (handle && handle !== this.#current) this.#current = completeConversation(handle)
    return this.#current
  }
}
