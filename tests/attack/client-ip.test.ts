import { clientAddress, trustProxies } from '../../packages/server-kit/domain/client-address/client-address.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface ClientIpRow extends CorpusRow {
  headers: Record<string, string>
  peer: string
  trusted_proxies: string[]
  expect_key: string
}

runCorpus<ClientIpRow>('client_ip', (row) => {
  const headers = new Map(Object.entries(row.headers))
  const key = clientAddress({ peer: row.peer, headers, trustedProxies: trustProxies(row.trusted_proxies) })
  return key === row.expect_key ? undefined : `${key} instead of ${row.expect_key}`
})
