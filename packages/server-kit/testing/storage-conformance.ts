import { afterAll, beforeAll, describe } from 'vitest'
import type { Storage } from '../ports/index.js'
import { describeAccounts } from './storage-conformance/accounts.js'
import { describeAnswerCache } from './storage-conformance/answer-cache.js'
import { describeArchive } from './storage-conformance/archive.js'
import { describeAudit } from './storage-conformance/audit.js'
import { describeChats } from './storage-conformance/chats.js'
import { describeCredentials } from './storage-conformance/credentials.js'
import { describeDocuments } from './storage-conformance/documents.js'
import { describeEmbeddings } from './storage-conformance/embeddings.js'
import { describeHandovers } from './storage-conformance/handovers.js'
import { describeIdempotentRequests } from './storage-conformance/idempotent-requests.js'
import { describeJobs } from './storage-conformance/jobs.js'
import { describeKeptChunks } from './storage-conformance/kept-chunks.js'
import { describeKnowledge } from './storage-conformance/knowledge.js'
import { describeLimits } from './storage-conformance/limits.js'
import { describeMessages } from './storage-conformance/messages.js'
import { describeModelCalls } from './storage-conformance/model-calls.js'
import { describePostings } from './storage-conformance/postings.js'
import { describeProfiles } from './storage-conformance/profiles.js'
import { describeSigningKeys } from './storage-conformance/signing-keys.js'
import { describeTenancy } from './storage-conformance/tenancy.js'
import { describeUsage } from './storage-conformance/usage.js'

/** Registers vitest suites that every implementation of the Storage port must pass. `create` gives an empty, not yet migrated storage. */
export function storageConformance(input: { name: string; create: () => Promise<{ storage: Storage; close: () => Promise<void> }> }): void {
  describe(`storage: ${input.name}`, () => {
    let open: { storage: Storage; close: () => Promise<void> } | undefined
    beforeAll(async () => {
      open = await input.create()
      await open.storage.migrate()
    }, 120_000)
    afterAll(async () => {
      await open?.close()
    })
    const storage = () => {
      if (!open) throw new Error('The storage is used before it was created.')
      return open.storage
    }

    describeTenancy(storage)
    describeMessages(storage)
    describeChats(storage)
    describeHandovers(storage)
    describeJobs(storage)
    describeKnowledge(storage)
    describeKeptChunks(storage)
    describeDocuments(storage)
    describeEmbeddings(storage)
    describePostings(storage)
    describeCredentials(storage)
    describeSigningKeys(storage)
    describeLimits(storage)
    describeModelCalls(storage)
    describeUsage(storage)
    describeAnswerCache(storage)
    describeIdempotentRequests(storage)
    describeAccounts(storage)
    describeAudit(storage)
    describeProfiles(storage)
    // It leaves thousands of jobs behind.
    describeArchive(storage)
  })
}
