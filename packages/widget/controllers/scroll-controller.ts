/** Pixels from the end that still count as being there. */
const slack = 48

/** Keeps the reader at the newest line, but only a reader who is there. */
export class ScrollController {
  readonly #onChange: () => unknown
  /** Content grows by more than what is drawn: rows get their real height as they come into view, and the field or a notice takes room. What becomes shorter may bring the end to the reader. */
  readonly #observer = new ResizeObserver(() => (this.atEnd ? this.#follow() : this.onScroll()))
  #scroller: Element | undefined
  #top = 0
  /** What was just sent is being drawn: rows above it may become shorter, which moves the thread without the reader. */
  #settling = false
  atEnd = true

  constructor(onChange: () => unknown) {
    this.#onChange = onChange
  }

  /** Names the element that scrolls; its one child is what grows. */
  watch(scroller: Element | null): void {
    if (!scroller?.firstElementChild || scroller === this.#scroller) return
    this.#scroller = scroller
    for (const each of [scroller, scroller.firstElementChild]) this.#observer.observe(each)
  }

  onScroll = (): void => {
    if (!this.#scroller) return
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    // Only a reader who moves up leaves the end; content that grows below leaves nobody behind.
    const atEnd = scrollHeight - scrollTop - clientHeight <= slack || (this.atEnd && (this.#settling || scrollTop >= this.#top))
    this.#top = scrollTop
    if (atEnd === this.atEnd) return
    this.atEnd = atEnd
    this.#onChange()
  }

  toEnd = (): void => {
    this.atEnd = this.#settling = true
    this.#follow()
    this.#onChange()
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.#settling = false
      }),
    )
  }

  #follow(): void {
    if (!this.atEnd || !this.#scroller) return
    this.#scroller.scrollTop = this.#scroller.scrollHeight
    // Content that became shorter has moved it up: that was not the reader.
    this.#top = this.#scroller.scrollTop
  }
}
