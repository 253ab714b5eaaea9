import type { LoggedEvent } from '../ports/index.js'

interface DurableOrder {
  /** Where the reader is. */
  position: number
  push(logged: LoggedEvent): void
  /** The log after a position, with the position of its end. */
  read(offset: number): Promise<{ events: LoggedEvent[]; offset: number }>
  /** What the reader misses cannot be had here. */
  onStuck(): void
}

/** Durable events in log order, whatever the bus did to them: only the next one is pushed, and a gap is read from the log. */
export function createDurableOrder({ position: start, push, read, onStuck }: DurableOrder) {
  let position = start
  /** Somebody asked to look while a look was under way, which may have come too early. */
  let again = false
  let filling = false

  const pushNext = (logged: LoggedEvent) => {
    if (logged.offset !== position + 1) return
    position = logged.offset
    push(logged)
  }

  async function fill(): Promise<void> {
    again = true
    if (filling) return
    filling = true
    const filled = await readAll().catch(() => false)
    filling = false
    if (!filled) onStuck()
  }

  async function readAll(): Promise<boolean> {
    while (again) {
      again = false
      if (!(await readOn())) return false
    }
    return true
  }

  /** Whether the end of the log was reached. */
  async function readOn(): Promise<boolean> {
    for (;;) {
      const before = position
      const log = await read(position)
      for (const logged of log.events) pushNext(logged)
      if (position >= log.offset) return true
      if (position === before) return false
    }
  }

  return {
    accept(logged: LoggedEvent): void {
      if (logged.offset === position + 1) pushNext(logged)
      else if (logged.offset > position) void fill()
    },
    /** The log reaches this far. */
    ring(offset: number): void {
      if (offset > position) void fill()
    },
    /** Reads what the bus may have lost. */
    catchUp: () => void fill(),
  }
}
