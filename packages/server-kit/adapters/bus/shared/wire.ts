/** What carries texts between processes. */
export interface Wire {
  readonly name: string
  /** The most bytes of one text. */
  readonly mostBytes: number
  /** Whether durable events travel whole. Otherwise a doorbell tells of them, and each process reads its log. */
  readonly carriesEvents: boolean
  /** Sends texts to all processes, in order. Rejects when they may not have arrived. */
  send(texts: string[]): Promise<void>
  /** Hears what every process sends, this one included, until it is closed. */
  listen(on: {
    text(text: string): void
    /** Hears from now on; what was sent before may have been missed. */
    open(): void
  }): { close(): void }
  close(): Promise<void>
}
