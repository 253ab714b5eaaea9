import type { Attachment, Language } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import type { TemplateResult } from 'lit/html.js'
import { adopt } from '../extras/adopt.js'
import type { DrawingKit, ExtrasParts } from '../extras/extras-parts.js'
import { attachmentStyles } from './attachments.styles.js'
import { type PendingFile, PendingFiles } from './pending-files.js'
import { pictureOf } from './picture.js'

const clip = 'M20 11.5l-7.8 7.8a5 5 0 0 1-7.1-7.1l8.3-8.3a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5'
const cross = 'M7 7l10 10M17 7L7 17'
const accepted = 'image/png,image/jpeg,image/webp,image/gif,.pdf,.docx,.txt,.md'

const styles = new CSSStyleSheet()
styles.replaceSync(attachmentStyles)

/** Files that people send each other: chosen, dropped or pasted, and shown in their messages. */
export class Attachments {
  readonly #parts: ExtrasParts & DrawingKit
  readonly #pending: PendingFiles
  readonly #pictures = new Map<string, HTMLCanvasElement>()
  readonly #life = new AbortController()
  /** Something is dragged over the chat. */
  #over = false
  #conversation: string | undefined

  constructor(parts: ExtrasParts & DrawingKit) {
    this.#parts = parts
    this.#pending = new PendingFiles(parts)
    const { root } = parts.host
    // An element that is moved makes its parts anew, under the same root.
    adopt(root, styles)
    const on = <Type extends 'dragover' | 'dragleave' | 'drop' | 'paste' | 'keydown' | 'submit'>(
      type: Type,
      listen: (event: HTMLElementEventMap[Type]) => void,
    ) => root.addEventListener(type, listen as EventListener, { signal: this.#life.signal, capture: true })
    on('dragover', (event) => this.#drag(event, true))
    on('dragleave', (event) => event.relatedTarget === null && this.#drag(event, false))
    on('drop', (event) => this.#drop(event))
    on('paste', (event) => this.#take(event, event.clipboardData))
    // With files there, what sends the field's words sends them along.
    on('keydown', (event) => event.key === 'Enter' && !event.shiftKey && !event.isComposing && this.#sendInstead(event))
    on('submit', (event) => this.#sendInstead(event))
  }

  /** Where no coach answers. */
  get #open(): boolean {
    return this.#parts.person.isHeld
  }

  end(): void {
    this.#life.abort()
    this.#pending.clear()
  }

  button(): unknown {
    const { html, nothing, icon, words } = this.#parts
    if (!this.#open) return nothing
    const { attach } = words()
    return html`<button type="button" class="icon-button attach" aria-label=${attach} title=${attach} @click=${this.#choose}>${icon(clip)}</button>`
  }

  /** Above the field: what waits to be sent. */
  tray(): unknown {
    const { conversationId } = this.#parts.host.conversation.snapshot ?? {}
    // What is being sent may have begun the conversation.
    if (!this.#pending.sending && (!this.#open || conversationId !== this.#conversation)) this.#pending.clear()
    this.#conversation = conversationId
    const { html, nothing } = this.#parts
    const words = this.#parts.words()
    const { items, ready } = this.#pending
    if (items.length === 0) return nothing
    return html`<ul class="tray" aria-label=${words.attachments}>${items.map((item) => this.#item(item))}</ul>
      <button type="button" class="wide send-files" ?disabled=${!ready} @click=${() => void this.#pending.send()}>${words.sendFiles}</button>`
  }

  /** Over the chat while something is dragged to it. */
  overlay(): unknown {
    const { html, nothing } = this.#parts
    return this.#over ? html`<div class="drop" aria-hidden="true">${this.#parts.words().dropHere}</div>` : nothing
  }

  /** The files of a message. */
  files(message: ThreadMessage): unknown {
    const { html, nothing } = this.#parts
    if (!message.attachments?.length) return nothing
    return html`<div class="files">${message.attachments.map((file) => this.#file(file))}</div>`
  }

  #item(item: PendingFile): TemplateResult {
    const { file, picture, problem, attachment, waits, progress } = item
    const { html, nothing, icon, documentIcon, retryIcon } = this.#parts
    const words = this.#parts.words()
    const { retry } = this.#parts.host.input.locale
    const again = html`<button type="button" class="icon-button" aria-label="${retry}: ${file.name}" title=${retry} @click=${() => void this.#pending.upload(item)}>${retryIcon}</button>`
    return html`<li>
      ${picture ?? documentIcon}
      <div>
        <span class="name" dir="auto">${file.name}</span>
        ${problem ? html`<span class="failure">${problem}</span>` : html`<span class="place">${sizeIn(file.size, this.#parts.host.input.language)}</span>`}
        ${problem || attachment || waits ? nothing : html`<progress max="1" value=${progress} aria-label="${words.uploading}: ${file.name}"></progress>`}
      </div>
      ${problem ? again : nothing}
      <button type="button" class="icon-button" aria-label="${words.remove}: ${file.name}" title=${words.remove} @click=${() => this.#pending.remove(item)}>${icon(cross)}</button>
    </li>`
  }

  #file(file: Attachment): TemplateResult {
    const { words, host, html, nothing, documentIcon } = this.#parts
    const size = sizeIn(file.size, host.input.language)
    return html`<button type="button" title=${file.name} @click=${() => void this.#download(file)}>
      ${file.type.startsWith('image/') ? this.#picture(file) : nothing}
      <span class="label">${documentIcon}<span class="hidden">${words().download}: </span><span class="name" dir="auto">${file.name}</span><span class="place">${size}</span></span>
    </button>`
  }

  #picture({ id }: Attachment): HTMLCanvasElement {
    const known = this.#pictures.get(id) ?? pictureOf(() => this.#read(id))
    this.#pictures.set(id, known)
    return known
  }

  async #read(id: string): Promise<Blob> {
    const blob = await this.#parts.talk.current?.download(id)
    if (!blob) throw new Error('The conversation is closed')
    return blob
  }

  /** Why it could not be fetched is in the banner. */
  async #download({ id, name }: Attachment): Promise<void> {
    const blob = await this.#read(id).catch(() => undefined)
    if (!blob) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  readonly #choose = (): void => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', multiple: true, accept: accepted })
    input.onchange = () => this.#add(input.files)
    input.click()
  }

  #add(files: Iterable<File> | null | undefined): void {
    if (files) this.#pending.add(files)
    void this.#parts.host.draw()
  }

  #drag(event: DragEvent, over: boolean): void {
    if (!this.#open || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    if (this.#over === over) return
    this.#over = over
    void this.#parts.host.draw()
  }

  #drop(event: DragEvent): void {
    this.#over = false
    this.#take(event, event.dataTransfer)
  }

  /** Text is left to the field. */
  #take(event: Event, data: DataTransfer | null): void {
    if (!this.#open || !data?.files.length) return
    event.preventDefault()
    this.#add(data.files)
  }

  #sendInstead(event: Event): void {
    const isField = event.type === 'submit' || event.target === this.#parts.host.root.querySelector('textarea')
    if (this.#pending.items.length === 0 || !isField) return
    event.preventDefault()
    event.stopPropagation()
    void this.#pending.send()
  }
}

/** `1,4 MB`. */
function sizeIn(bytes: number, language: Language): string {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount)
}
