import type { Attachment } from '@coachkit/contract'
import type { CoachClientError } from '@coachkit/sdk'
import type { ExtrasParts } from '../extras/extras-parts.js'
import { pictureOf } from './picture.js'

/** What the server takes in one message. */
const maxAttachments = 5
const maxAttachmentBytes = 10 * 1024 * 1024

/** A file that was chosen and not sent yet. */
export interface PendingFile {
  file: File
  /** From 0 to 1. */
  progress: number
  picture: HTMLCanvasElement | undefined
  attachment?: Attachment
  /** There is no conversation yet: it leaves when the message does. */
  waits?: boolean
  /** Why it cannot be sent. */
  problem?: string
  life: AbortController
}

/** Files on their way to the server, from being chosen until they are sent. */
export class PendingFiles {
  readonly #parts: ExtrasParts
  items: readonly PendingFile[] = []
  #sending = false

  constructor(parts: ExtrasParts) {
    this.#parts = parts
  }

  get ready(): boolean {
    return !this.#sending && this.items.length > 0 && this.#parts.fits() && this.items.every(({ attachment, waits }) => attachment || waits)
  }

  get sending(): boolean {
    return this.#sending
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.items.length === maxAttachments) {
        this.#parts.announce(this.#parts.words().tooMany)
        break
      }
      const picture = file.type.startsWith('image/') ? pictureOf(async () => file) : undefined
      const item: PendingFile = { file, progress: 0, picture, life: new AbortController() }
      this.items = [...this.items, item]
      if (this.#parts.host.conversation.snapshot?.conversationId === undefined) this.#wait(item)
      else void this.upload(item)
    }
  }

  #wait(item: PendingFile): void {
    const words = this.#parts.words()
    if (item.file.size > maxAttachmentBytes) return this.#fail(item, words.tooLarge)
    item.waits = true
    this.#parts.announce(`${words.attached}: ${item.file.name}`)
  }

  async upload(item: PendingFile): Promise<void> {
    const { file, life } = item
    const words = this.#parts.words()
    delete item.problem
    delete item.waits
    item.progress = 0
    if (file.size > maxAttachmentBytes) return this.#fail(item, words.tooLarge)
    try {
      const onProgress = ({ loaded, total }: { loaded: number; total: number }) => {
        item.progress = loaded / total
        void this.#parts.host.draw()
      }
      const attaching = this.#parts.talk.current?.attach(file, { signal: life.signal, onProgress })
      void this.#parts.host.draw()
      const attachment = await attaching
      if (attachment) item.attachment = attachment
      this.#parts.announce(`${words.attached}: ${file.name}`)
    } catch (error) {
      if (life.signal.aborted) return
      const { code, message } = error as CoachClientError
      this.#fail(item, code && !(code in own) ? message : this.#parts.host.input.locale.unsent)
    }
    void this.#parts.host.draw()
  }

  #fail(item: PendingFile, problem: string): void {
    item.problem = problem
    this.#parts.announce(`${item.file.name}: ${problem}`)
    void this.#parts.host.draw()
  }

  /** Also while it is on its way. */
  remove(item: PendingFile): void {
    item.life.abort()
    this.items = this.items.filter((each) => each !== item)
    this.#parts.announce(`${this.#parts.words().removed}: ${item.file.name}`)
    this.#parts.host.focusField()
    void this.#parts.host.draw()
  }

  /** Sends them with what stands in the field. */
  async send(): Promise<void> {
    const { host, talk } = this.#parts
    if (!this.ready) return
    this.#sending = true
    // The first one begins the conversation.
    await Promise.all(this.items.filter(({ waits }) => waits).map((item) => this.upload(item)))
    this.#sending = false
    // Those that were not taken say why.
    if (!this.ready) return void host.draw()
    const attachments = this.items.flatMap(({ attachment }) => attachment ?? [])
    const text = host.draft
    this.items = []
    host.write('')
    host.focusField()
    // What was refused says so in the thread.
    await talk.current?.sendFiles({ text, attachments }).catch(() => undefined)
  }

  /** The conversation is another one, or coach answers in it again. */
  clear(): void {
    for (const { life } of this.items) life.abort()
    this.items = []
  }
}

/** Codes of the client itself, whose sentences are for developers. */
const own = { NETWORK: true, TIMEOUT: true, CLIENT: true }
