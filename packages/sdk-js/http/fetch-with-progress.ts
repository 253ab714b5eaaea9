/** How much of an upload's request has left, in bytes; a little more than the file, for what is around it. */
export interface UploadProgress {
  loaded: number
  total: number
}

export interface UploadDetails {
  name?: string
  signal?: AbortSignal
  onProgress?(progress: UploadProgress): void
}

export interface DocumentDetails extends UploadDetails {
  /** Size of the pieces that the document is searched and quoted by, in tokens, 50 to 2,000, in place of the server's. */
  chunkTokens?: number
  /** How much of a piece the next one repeats, with `chunkTokens` and less than half of it. */
  overlapTokens?: number
}

/** What a document is to be cut into. */
export function piecesOf({ chunkTokens, overlapTokens }: DocumentDetails = {}) {
  return { chunkTokens, overlapTokens }
}

/** What a call needs to upload a file. */
export function fileCall(file: Blob, { name, signal, onProgress }: UploadDetails = {}) {
  return {
    body: name ? new File([file], name, { type: file.type }) : file,
    fetch: onProgress && globalThis.XMLHttpRequest ? fetchWithProgress(onProgress) : undefined,
    ...(signal ? { signal } : {}),
  }
}

/** `fetch` for one upload that tells how far it is, which only XMLHttpRequest can. */
function fetchWithProgress(onProgress: (progress: UploadProgress) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      init.signal?.throwIfAborted()
      const request = new XMLHttpRequest()
      request.open(init.method ?? 'POST', String(input))
      for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress({ loaded, total })
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
      request.onerror = () => reject(new TypeError('The upload failed.'))
      request.onabort = () => reject(init.signal?.reason)
      init.signal?.addEventListener('abort', () => request.abort())
      request.send(init.body as FormData)
    })
}
