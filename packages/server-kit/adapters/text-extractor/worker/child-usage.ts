import { readFile } from 'node:fs/promises'

const pageBytes = 4096
/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10

/** What a process holds and has computed so far. Only Linux tells; elsewhere both are 0. */
export async function usageOf(pid: number | undefined): Promise<{ residentMb: number; cpuMs: number }> {
  const [statm, stat] = await Promise.all(['statm', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')))
  // Behind the name, which may hold spaces: the state, ten other fields, then the time in the program and in the system.
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ')
  return {
    residentMb: (Number(statm?.split(' ')[1] ?? 0) * pageBytes) / 1024 / 1024,
    cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs,
  }
}
