import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A program of this folder in a process of its own, whose answers `serve()` gives. */
export async function startProcess(file, ...args) {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: ['--expose-gc'] })
  const waiting = new Map()
  let lastId = 0
  child.on('message', ({ id, result, error }) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(result)
    else call?.reject(new Error(`${file}: ${error}`))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`))
  })
  const call = (name, input) =>
    new Promise((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      child.send({ id: lastId, name, input })
    })
  return {
    call,
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      await call('stop').catch(() => child.kill())
      child.disconnect()
      await ended
    },
  }
}

/** Answers what the other process calls. Every program can tell what it used. */
export function serve(calls) {
  const all = {
    async usage() {
      globalThis.gc?.()
      const { user, system } = process.cpuUsage()
      return { cpuMs: (user + system) / 1000, rssKb: process.memoryUsage().rss / 1024, heapKb: process.memoryUsage().heapUsed / 1024 }
    },
    stop: async () => undefined,
    ...calls,
  }
  process.on('message', async ({ id, name, input }) => {
    try {
      process.send({ id, result: await all[name](input) })
    } catch (error) {
      process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
}
