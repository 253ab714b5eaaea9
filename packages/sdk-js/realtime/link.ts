/** One open connection, whatever carries it. */
export interface Link {
  send(frames: string): void
  close(): void
}
export interface LinkInput {
  baseUrl: string
  fetch: typeof fetch
  /** The connect command, which travels in the first request of the emulated transports. */
  connect: string
  onFrames(frames: string): void
  onClose(code: number): void
  /** Where an emulated command goes; known after the connect reply. */
  emulation(): { session?: string | undefined; node?: string | undefined }
}
