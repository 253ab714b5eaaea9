import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL server that a test may stop, freeze and start again, without harm to the one that others use. */
export interface OwnPostgres {
  url: string
  start(): void
  /** At once, as when its machine fails: whatever was not committed is gone. */
  stop(): void
  /** Every process of it, so that it neither answers nor hangs up. */
  freeze(): void
  thaw(): void
  remove(): Promise<void>
}

const isRoot = process.getuid?.() === 0

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-own-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  // It refuses to run as root.
  if (isRoot) run('chown', ['postgres', folder])
  asPostgres('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-instructions'])
  const control = (...args: string[]) => asPostgres('pg_ctl', ['-D', data, '-w', ...args])
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processesOf(data)) {
      try {
        process.kill(pid, name)
      } catch (error) {
        // It ended meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
  }
  let runs = false
  const server: OwnPostgres = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start() {
      control('-l', join(folder, 'log'), '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`, 'start')
      runs = true
    },
    stop() {
      control('-m', 'immediate', 'stop')
      runs = false
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async remove() {
      if (runs) {
        signal('SIGCONT')
        server.stop()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
  server.start()
  return server
}

/** The server's main process, which its folder names, and its children. */
function processesOf(data: string): number[] {
  const main = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(main)], { encoding: 'utf8' })
  return [main, ...stdout.trim().split(/\s+/).filter(Boolean).map(Number)]
}

function asPostgres(command: string, args: string[]): void {
  const path = join(binaries(), command)
  if (isRoot) run('runuser', ['-u', 'postgres', '--', path, ...args])
  else run(path, args)
}

/** Where Debian has them; elsewhere on the path. */
function binaries(): string {
  const base = '/usr/lib/postgresql'
  const version = existsSync(base) ? readdirSync(base).sort().at(-1) : undefined
  return version ? join(base, version, 'bin') : ''
}

function run(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
