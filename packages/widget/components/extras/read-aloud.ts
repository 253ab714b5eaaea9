import type { Language } from '@coachkit/contract'

/** Reads one message at a time with the browser's own voices, where it has any. */
export class ReadAloud {
  readonly #onChange: () => void
  readonly #speech: SpeechSynthesis | undefined = globalThis.speechSynthesis
  current: string | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get available(): boolean {
    return this.#speech !== undefined
  }

  start({ id, text, language }: { id: string; text: string; language: Language }): void {
    this.stop()
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.lang = language
    const ended = () => {
      if (this.current !== id) return
      this.current = undefined
      this.#onChange()
    }
    utterance.onend = ended
    utterance.onerror = ended
    this.current = id
    this.#speech?.speak(utterance)
    this.#onChange()
  }

  stop(): void {
    if (this.current === undefined) return
    this.current = undefined
    this.#speech?.cancel()
    this.#onChange()
  }
}
