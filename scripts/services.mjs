import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const isRoot = process.getuid?.() === 0

/** What the tests need beside npm: a PostgreSQL server, a Redis, a Chromium and a Firefox. Installs them from Debian's packages when root. */
export async function prepareServices() {
  const chromium = prepareChromium()
  const firefox = prepareFirefox()
  const postgres = await preparePostgres()
  const redis = await prepareRedis()
  return {
    env: { COACHKIT_CHROMIUM: chromium, COACHKIT_FIREFOX: firefox, COACHKIT_TEST_DATABASE_URL: postgres.url, COACHKIT_TEST_REDIS_URL: redis.url },
    stop() {
      redis.stop()
      postgres.stop()
    },
  }
}

/** What the component tests run in: three engines, and a screen for the one that needs it. */
export function prepareBrowsers() {
  const firefox = prepareFirefox()
  const webkitDriver = prepareBrowser('webkit2gtk-driver', ['/usr/bin/WebKitWebDriver'], 'COACHKIT_WEBKIT_DRIVER')
  const xvfb = prepareBrowser('xvfb', ['/usr/bin/Xvfb'], 'COACHKIT_XVFB')
  const webkit = findWebKit()
  if (!webkit) throw new Error('The WebKitGTK library has no MiniBrowser. Set COACHKIT_WEBKIT to its path.')
  return { chromium: prepareChromium(), firefox, webkitDriver, xvfb, webkit }
}

function prepareFirefox() {
  return prepareBrowser('firefox-esr', ['/usr/bin/firefox-esr', '/usr/bin/firefox'], 'COACHKIT_FIREFOX')
}

function prepareBrowser(debianPackage, paths, variable) {
  const find = () => process.env[variable] ?? paths.find((path) => existsSync(path))
  return (
    find() ??
    install(
      debianPackage,
      find,
      `${debianPackage} is needed for the tests in several engines. Install it (Debian: apt-get install ${debianPackage}) or set ${variable} to its path.`,
    )
  )
}

function prepareChromium() {
  return (
    findChromium() ??
    install(
      'chromium',
      findChromium,
      'A Chromium is needed for the end-to-end tests. Install one (Debian: apt-get install chromium) or set COACHKIT_CHROMIUM to its path.',
    )
  )
}

/** WebKitGTK's own small browser lies beside its library, in a folder named after the machine's kind. */
function findWebKit() {
  if (process.env.COACHKIT_WEBKIT) return process.env.COACHKIT_WEBKIT
  const folders = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((kind) => ['4.1', '4.0'].map((version) => `/usr/lib/${kind}/webkit2gtk-${version}`))
  return folders.map((folder) => join(folder, 'MiniBrowser')).find((path) => existsSync(path))
}

async function prepareRedis() {
  const given = process.env.COACHKIT_TEST_REDIS_URL
  if (given) return { url: given, stop() {} }
  if (await answers('127.0.0.1', 6379)) return { url: 'redis://127.0.0.1:6379', stop() {} }
  const binary =
    findRedis() ??
    install(
      'redis-server',
      findRedis,
      'Redis is needed for the tests of shared limits. Install it (Debian: apt-get install redis-server) or set COACHKIT_TEST_REDIS_URL.',
    )
  return startRedis(binary)
}

/** One of our own on a free port, in memory alone. */
async function startRedis(binary) {
  const port = await freePort()
  const server = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()], { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', () => resolve('ended')).once('error', () => resolve('ended')))
  while (!(await answers('127.0.0.1', port))) {
    if ((await Promise.race([ended, pause(50)])) === 'ended') throw new Error('Redis did not start.')
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => void server.kill() }
}

async function preparePostgres() {
  const given = process.env.COACHKIT_TEST_DATABASE_URL
  if (given) return { url: given, stop() {} }
  if (await answers('127.0.0.1', 5432)) return { url: 'postgres://postgres@127.0.0.1:5432/postgres', stop() {} }
  const binaries =
    findPostgres() ??
    install(
      'postgresql',
      findPostgres,
      'PostgreSQL is needed for the storage tests. Install it (Debian: apt-get install postgresql) or set COACHKIT_TEST_DATABASE_URL.',
    )
  return startPostgres(binaries)
}

/** A throw-away cluster of our own on a free port; PostgreSQL refuses to run as root, so it runs as its own user then. */
async function startPostgres(binaries) {
  const folder = mkdtempSync(join(tmpdir(), 'coachkit-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  if (isRoot) run('chown', ['postgres', folder])
  asPostgres(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-instructions'])
  asPostgres(join(binaries, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`, 'start'])
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      asPostgres(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function asPostgres(command, args) {
  if (isRoot) run('runuser', ['-u', 'postgres', '--', command, ...args])
  else run(command, args)
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
}

function findChromium() {
  const named = process.env.COACHKIT_CHROMIUM
  if (named) return named
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(
    (path) => existsSync(path),
  )
}

function findRedis() {
  return ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'].find((path) => existsSync(path))
}

function findPostgres() {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  const version = readdirSync(base).sort().at(-1)
  return version && join(base, version, 'bin')
}

function install(debianPackage, find, otherwise) {
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    process.stdout.write(`Installing ${debianPackage} from Debian's packages…\n`)
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  const found = find()
  if (!found) throw new Error(otherwise)
  return found
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const end = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
}

/** A port of this machine that nobody has. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
