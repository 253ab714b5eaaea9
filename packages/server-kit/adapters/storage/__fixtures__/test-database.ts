import { randomBytes } from 'node:crypto'
import connect from 'postgres'

/** The server the tests use: COACHKIT_TEST_DATABASE_URL, or one on this machine. */
const serverUrl = process.env.COACHKIT_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export interface TestDatabase {
  url: string
  /** Runs statements as the server's owner; rows of a single one. */
  execute(script: string): Promise<Record<string, unknown>[]>
  drop(): Promise<void>
}

/** An empty PostgreSQL database of its own for one test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `coachkit_test_${randomBytes(6).toString('hex')}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await execute(serverUrl, `create database ${name}`)
  return {
    url: url.href,
    execute: (script) => execute(url.href, script),
    async drop() {
      await execute(serverUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

async function execute(url: string, script: string): Promise<Record<string, unknown>[]> {
  const sql = connect(url, { max: 1, onnotice: () => undefined })
  try {
    return [...(await sql.unsafe(script))]
  } finally {
    await sql.end()
  }
}
