import type { Answer } from './child-answers.js'
import { type ChildReader, createChildReader } from './child-reader.js'
import type { Limits, Task } from './read-in-child.js'

/** Readers that share the waiting files: one that is busy with a hard file holds up no other. The one used last is used first, for it is warm. */
export function createChildPool(limits: Limits & { readers: number }) {
  const readers = Array.from({ length: limits.readers }, () => createChildReader(limits))
  const free = [...readers]
  const waiting: ((reader: ChildReader) => void)[] = []

  function take(signal: AbortSignal): Promise<ChildReader> {
    const reader = free.pop()
    if (reader) return Promise.resolve(reader)
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(next), 1)
        reject(signal.reason)
      }
      const next = (freed: ChildReader) => {
        signal.removeEventListener('abort', leave)
        resolve(freed)
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(next)
    })
  }
  function give(reader: ChildReader): void {
    const next = waiting.shift()
    if (next) next(reader)
    else free.push(reader)
  }

  return {
    async run<Document>(task: Task<Document>, signal: AbortSignal): Promise<Answer<Document>> {
      signal.throwIfAborted()
      const reader = await take(signal)
      try {
        return await reader.read(task, signal)
      } finally {
        give(reader)
      }
    },
    async close(): Promise<void> {
      await Promise.all(readers.map((reader) => reader.close()))
    },
  }
}
