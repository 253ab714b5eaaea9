import { readFileSync } from 'node:fs'

/** Milliseconds of processor from now on, of this process and of the database's (NaN where it runs elsewhere), for each of so many. */
export async function processorTime(sql) {
  const [{ current_database: name }] = await sql`select current_database()`
  const pids = (await sql`select pid from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`).map(({ pid }) => pid)
  const began = { own: process.cpuUsage(), database: spentBy(pids) }
  return async (many) => {
    const { user, system } = process.cpuUsage(began.own)
    return { own: (user + system) / 1000 / many, database: (spentBy(pids) - began.database) / many }
  }
}

function spentBy(pids) {
  try {
    return pids.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6, 0)
  } catch {
    return Number.NaN
  }
}
