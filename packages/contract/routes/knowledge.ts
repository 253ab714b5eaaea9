import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { document, documentPassage, documentPreview, documentStatistics, documentStatus, documentType } from '../entities/document.js'
import { embeddingStatus } from '../entities/embedding-status.js'
import { searchHit } from '../entities/search-hit.js'
import { documentId, id, language, pageOf, pageQuery } from '../fields.js'

const byDocument = z.object({ documentId })
const documentPath = '/v1/creators/knowledge/documents/{documentId}'
const accepted = z.object({ document, duplicate: z.boolean() })
const fileErrors = [
  'VAL_003',
  'DOCUMENT_002',
  'DOCUMENT_003',
  'DOCUMENT_004',
  'DOCUMENT_005',
  'DOCUMENT_009',
  'VAL_001',
  'REQUEST_003',
  'REQUEST_004',
  'STORAGE_002',
] as const
/** What the document is cut into, in tokens, in place of what the server does; without an overlap as much of a piece as the server's. */
const chunkSizes = z
  .strictObject({
    chunkTokens: z.optional(z.coerce.number<string | number>().check(z.int(), z.minimum(50), z.maximum(2000))),
    overlapTokens: z.optional(z.coerce.number<string | number>().check(z.int(), z.minimum(0))),
  })
  .check(z.refine(({ chunkTokens, overlapTokens }) => overlapTokens === undefined || (chunkTokens !== undefined && overlapTokens * 2 < chunkTokens)))
/** `search`: part of the name, in any case. */
const documentQuery = z.extend(pageQuery, {
  status: z.optional(documentStatus),
  type: z.optional(documentType),
  search: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
})

export const knowledge = {
  upload: defineRoute({
    method: 'POST',
    path: '/v1/creators/knowledge/upload',
    audience: 'member',
    summary: 'Upload a PDF, DOCX, MD, TXT or HTML of at most 50 MiB. The same file again answers with the first document.',
    query: chunkSizes,
    body: 'multipart',
    result: accepted,
    status: 201,
    errors: fileErrors,
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/creators/knowledge/documents',
    audience: 'member',
    summary: "The creator's documents, newest first, those alone that fit every filter.",
    query: documentQuery,
    result: pageOf(document),
    errors: ['VAL_001'],
  }),
  status: defineRoute({
    method: 'GET',
    path: `${documentPath}/status`,
    audience: 'member',
    summary: 'How far a document is.',
    params: byDocument,
    result: document,
    errors: ['RESOURCE_001'],
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: documentPath,
    audience: 'member',
    summary: 'Delete a document with its file, chunks and vectors.',
    params: byDocument,
    errors: ['RESOURCE_001'],
  }),
  replace: defineRoute({
    method: 'PUT',
    path: documentPath,
    audience: 'member',
    summary: 'Upload a new version of a document. The old one answers until the new one is ready, and stays if that fails.',
    params: byDocument,
    query: chunkSizes,
    body: 'multipart',
    result: accepted,
    errors: [...fileErrors, 'RESOURCE_001', 'DOCUMENT_012'],
  }),
  retry: defineRoute({
    method: 'POST',
    path: `${documentPath}/retry`,
    audience: 'member',
    summary: 'Read a failed or quarantined document again.',
    params: byDocument,
    result: document,
    errors: ['RESOURCE_001', 'DOCUMENT_012'],
  }),
  reprocess: defineRoute({
    method: 'POST',
    path: `${documentPath}/reprocess`,
    audience: 'member',
    summary: 'Read a ready document anew, cut as before unless told. What was read before answers until then.',
    params: byDocument,
    query: chunkSizes,
    result: document,
    errors: ['VAL_001', 'RESOURCE_001', 'DOCUMENT_012'],
  }),
  cancel: defineRoute({
    method: 'POST',
    path: `${documentPath}/cancel`,
    audience: 'member',
    summary: 'Stop reading a document. It ends as failed and can be retried.',
    params: byDocument,
    result: document,
    errors: ['RESOURCE_001', 'DOCUMENT_012'],
  }),
  preview: defineRoute({
    method: 'GET',
    path: `${documentPath}/preview`,
    audience: 'member',
    summary: 'The beginning of the text that was read, and the headings.',
    params: byDocument,
    result: documentPreview,
    errors: ['RESOURCE_001'],
  }),
  passages: defineRoute({
    method: 'GET',
    path: `${documentPath}/passages`,
    audience: 'member',
    summary: 'The pieces a document was cut into, in reading order: those that answer now.',
    params: byDocument,
    query: pageQuery,
    result: pageOf(documentPassage),
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
  statistics: defineRoute({
    method: 'GET',
    path: `${documentPath}/statistics`,
    audience: 'member',
    summary: 'What a document amounts to: chunks, tokens, characters, pages, seconds.',
    params: byDocument,
    result: documentStatistics,
    errors: ['RESOURCE_001'],
  }),
  passage: defineRoute({
    method: 'GET',
    path: '/v1/creators/knowledge/passages/{chunkId}',
    audience: 'visitor',
    summary: 'The passage behind a citation, as the document has it.',
    params: z.object({ chunkId: id }),
    result: z.object({
      documentId,
      documentName: z.string(),
      source: z.optional(z.string()),
      page: z.optional(z.number()),
      headings: z.array(z.string()),
      text: z.string(),
    }),
    errors: ['RESOURCE_001'],
  }),
  search: defineRoute({
    method: 'GET',
    path: '/v1/knowledge/search',
    audience: 'member',
    summary:
      'What a question finds in the material, as the coach would find it, with the words that were found. `documentId`, `language` and `type` narrow the material. ' +
      '`vector` with `vectorModel` is the question’s, for servers whose health names a `questionEmbedder`; others pass over it.',
    query: z.strictObject({
      q: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)),
      limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)), 10),
      documentId: z.optional(documentId),
      language: z.optional(language),
      type: z.optional(documentType),
      /** Base64 of little-endian 32-bit floats; addresses end somewhere, so at most 2,250 of them. */
      vector: z.optional(z.base64().check(z.maxLength(12_000))),
      vectorModel: z.optional(z.string().check(z.maxLength(200))),
    }),
    result: z.object({
      items: z.array(searchHit),
      /** 0 to 1: how well the material covers the question. */
      confidence: z.number(),
      /** Whether the coach would answer. */
      answerable: z.boolean(),
    }),
    errors: ['VAL_001', 'EMBEDDER_002'],
  }),
  embeddings: defineRoute({
    method: 'GET',
    path: '/v1/knowledge/embeddings',
    audience: 'member',
    summary: 'How many passages have a vector of the embedder.',
    result: embeddingStatus,
    errors: [],
  }),
  updateEmbeddings: defineRoute({
    method: 'POST',
    path: '/v1/knowledge/embeddings',
    audience: 'member',
    summary: 'Make the vectors that passages lack, in the background; `anew`: all of them.',
    body: z.strictObject({ anew: z._default(z.boolean(), false) }),
    result: embeddingStatus,
    status: 202,
    errors: ['VAL_001', 'EMBEDDER_001'],
  }),
  unembedded: defineRoute({
    method: 'GET',
    path: '/v1/knowledge/embeddings/missing',
    audience: 'member',
    summary: 'Passages that lack a vector, with the text to embed, for clients that make the vectors.',
    query: pageQuery,
    result: pageOf(z.object({ chunkId: id, text: z.string() })),
    errors: ['VAL_001', 'EMBEDDER_001'],
  }),
  storeVectors: defineRoute({
    method: 'PUT',
    path: '/v1/knowledge/embeddings',
    audience: 'member',
    summary: 'Store vectors that a client made of passages, each of length one, as base64 of little-endian 32-bit floats.',
    body: z.strictObject({
      model: z.string().check(z.minLength(1), z.maxLength(200)),
      vectors: z.array(z.strictObject({ chunkId: id, vector: z.base64().check(z.maxLength(65_536)) })).check(z.minLength(1), z.maxLength(100)),
    }),
    result: z.extend(embeddingStatus, { stored: z.int() }),
    errors: ['VAL_001', 'RESOURCE_001', 'REQUEST_003', 'REQUEST_004', 'EMBEDDER_001', 'EMBEDDER_002'],
  }),
}
