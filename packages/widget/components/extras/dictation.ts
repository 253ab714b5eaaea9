import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'

const microphoneIcon = icon('M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21')

/** The part of the browsers' speech recognition that is used here. */
interface Recognition {
  lang: string
  interimResults: boolean
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
}

/** Writes what is said after what stands in the field. The browser asks for the microphone, and may send the sound to its maker. */
export class Dictation {
  readonly #host: ExtrasHost
  readonly #Recognition: (new () => Recognition) | undefined
  #running: Recognition | undefined

  constructor(host: ExtrasHost) {
    this.#host = host
    const { SpeechRecognition, webkitSpeechRecognition } = globalThis as unknown as Record<string, (new () => Recognition) | undefined>
    this.#Recognition = SpeechRecognition ?? webkitSpeechRecognition
  }

  template(words: ExtrasWords): unknown {
    if (!this.#Recognition) return nothing
    const label = this.#running ? words.stopDictating : words.dictate
    return html`<button type="button" class="icon-button dictate" aria-pressed=${this.#running !== undefined} aria-label=${label} title=${label} @click=${() => this.#toggle()}>${microphoneIcon}</button>`
  }

  stop(): void {
    this.#running?.stop()
  }

  #toggle(): void {
    if (this.#running || !this.#Recognition) return this.stop()
    const recognition = new this.#Recognition()
    const before = this.#host.draft && `${this.#host.draft.trimEnd()} `
    recognition.lang = this.#host.input.language
    recognition.interimResults = true
    recognition.onresult = ({ results }) => {
      this.#host.write(before + Array.from(results, (result) => result[0]?.transcript ?? '').join(''))
    }
    recognition.onend = () => {
      this.#running = undefined
      void this.#host.draw()
    }
    this.#running = recognition
    recognition.start()
    void this.#host.draw()
  }
}
