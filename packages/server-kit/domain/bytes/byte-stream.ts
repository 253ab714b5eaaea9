/** All of a stream in one piece. For what is known to be small, or has to be read whole. */
export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of stream) {
    pieces.push(piece)
    size += piece.length
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** Bytes that are there already, as a stream. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The first bytes of a stream, at least `length` unless it is shorter, and all of it. */
export async function beginningOf(stream: AsyncIterable<Uint8Array>, length: number): Promise<{ head: Uint8Array; whole: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  let size = 0
  let done = false
  while (size < length && !done) {
    const next = await iterator.next()
    done = next.done === true
    if (next.done) break
    pieces.push(next.value)
    size += next.value.length
  }
  const head = await bytesOf(iterate(pieces))
  return { head, whole: joined(head, iterator) }
}

async function* iterate(pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
