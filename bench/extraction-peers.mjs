import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { peersFolder } from './install-peers.mjs'

export const peers = ['langchain', 'llamaindex']

/** A document through a peer's reader, in a process of its own whose memory is all the peer's. */
export async function readWithPeer({ peer, path, rounds }) {
  const cwd = fileURLToPath(peersFolder)
  // What their libraries have to say about fonts is not the bench's.
  const child = fork(`${cwd}read-document.mjs`, [peer, path, String(rounds)], { cwd, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${peer} did not read ${path}.`)))
  const [run] = await Promise.race([once(child, 'message'), gone])
  gone.catch(() => undefined)
  return run
}
