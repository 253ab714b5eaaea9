/** Where frames go. */
export interface Stream {
  write(frame: unknown): void
  cut(): void
}

/** One open connection, whose frames are lines. */
export function streamOf({ streams, id }: { streams: Set<Stream>; id: number }): Response {
  let stream: Stream | undefined
  const lines = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      const own: Stream = {
        write: (frame) => controller.enqueue(encoder.encode(`${JSON.stringify(frame)}\n`)),
        cut() {
          streams.delete(own)
          controller.error(new Error('Cut'))
        },
      }
      own.write({ id, connect: { client: 'c', version: '1', ping: 25, pong: true, session: 's', node: 'n' } })
      streams.add(own)
      stream = own
    },
    cancel() {
      if (stream) streams.delete(stream)
    },
  })
  return new Response(lines, { headers: { 'content-type': 'application/octet-stream' } })
}
