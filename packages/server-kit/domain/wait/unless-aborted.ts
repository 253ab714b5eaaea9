/** What the work gives, unless the signal ends the wait first: then rejects with its reason, and whatever the work does later is nobody's. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => undefined)
  signal.throwIfAborted()
  let onAbort = () => {}
  const end = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, end])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
