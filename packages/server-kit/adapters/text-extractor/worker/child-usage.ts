import { readFileSync } from 'node:fs'

const pageBytes = 4096
/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10

/**
 * What a process holds and has computed so far. Only Linux tells; elsewhere both are 0. The kernel answers at once, from memory: through
 * the threads that read files it would wait behind those, and the event loop for their lock.
 */
export function usageOf(pid: number | undefined): { residentMb: number; cpuMs: number } {
  const stat = told(pid, 'stat')
  // Behind the name, which may hold spaces: the state, ten other fields, then the time in the program and in the system.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    residentMb: (Number(told(pid, 'statm').split(' ')[1] ?? 0) * pageBytes) / 1024 / 1024,
    cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs,
  }
}

/** Nothing where there is no such process any more. */
function told(pid: number | undefined, about: 'stat' | 'statm'): string {
  try {
    return readFileSync(`/proc/${pid}/${about}`, 'utf8')
  } catch {
    return ''
  }
}
