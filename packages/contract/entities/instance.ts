import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

const count = z.number()

/** One running server as it is at this moment; of several behind one address, the one that answered. */
export const instance = z.object({
  /** Another after each start. */
  id,
  version: z.string(),
  startedAt: instant,
  /** Sockets and streams of the realtime protocol, and answers followed through `/v1/chat`. */
  connections: z.object({ realtime: count, chat: count }),
  /** Bytes: of the process, of its JavaScript heap, and how far that may grow. */
  memory: z.object({ resident: count, heap: count, heapLimit: count }),
  /** Connections to the database: how many at most, how many are in use, and how much work waits for one. Absent where there is no pool, and of the embedded database. */
  pool: z.optional(z.object({ size: count, used: count, waiting: count })),
  /** Of each kind of work: how much runs here, and how much may at once. */
  work: z.array(z.object({ kind: z.string(), running: count, places: count })),
  /** Work of all instances: waiting for its turn, being done, and given up after its last try. More than 1,000 waiting is more than is being done. */
  queue: z.object({ waiting: count, running: count, dead: count }),
})
export type Instance = z.infer<typeof instance>
