import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'

export const ofServerKit = createRequire(new URL('../../packages/server-kit/package.json', import.meta.url))
const serverUrl = process.env.COACHKIT_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** An empty PostgreSQL database of the bench's own. */
export async function createDatabase() {
  const connect = ofServerKit('postgres')
  const server = connect(serverUrl, { max: 1, onnotice() {} })
  const name = `coachkit_bench_${randomBytes(6).toString('hex')}`
  await server.unsafe(`create database ${name}`)
  return {
    url: Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href,
    async drop() {
      await server.unsafe(`drop database ${name} with (force)`)
      await server.end()
    },
  }
}
