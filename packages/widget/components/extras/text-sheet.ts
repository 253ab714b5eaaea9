import { html } from 'lit/html.js'
import type { Room } from './room.js'
import type { Sheet } from './sheet.js'

/** A sheet with one field and one button. */
export function textSheet(input: {
  title: string
  label: string
  action: string
  text: string
  /** Characters it may have. */
  most: number
  room: Room
  draw(): unknown
  onDone(text: string): Promise<void>
}): Sheet {
  let { text } = input
  let busy = false
  const ready = () => !busy && text.trim() !== '' && text.trim() !== input.text && text.trim().length <= input.most
  const done = async (event: Event) => {
    event.preventDefault()
    if (!ready()) return
    busy = true
    void input.draw()
    await input.onDone(text.trim()).finally(() => {
      busy = false
      void input.draw()
    })
  }
  const write = (event: Event) => {
    text = (event.target as HTMLTextAreaElement).value
    void input.draw()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void done(event)
  }
  return {
    title: input.title,
    body: () => html`<form class="words" @submit=${done}>
      <textarea rows="3" dir="auto" aria-describedby="room" aria-label=${input.label} placeholder=${input.label} .value=${text} @input=${write} @keydown=${onKey}></textarea>
      ${input.room.line(text, input.most)}
      <button type="submit" class="wide" ?disabled=${!ready()}>${input.action}</button>
    </form>`,
  }
}
