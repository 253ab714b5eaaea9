import { describe, expect, it } from 'vitest'
import { redactEvent, redactFields } from './redact-fields.js'

const uuid = '01a1fd76-a6eb-70ac-9a4a-30937538aef0'

it('keeps what a log is for', () => {
  const fields = {
    requestId: uuid,
    creatorId: uuid,
    documentId: `doc_${'0a'.repeat(12)}`,
    code: 'INTERNAL_001',
    error: 'PostgresError',
    reason: 'text-extractor.timeout',
    languageModel: 'openai-compatible:meta-llama/Llama-3.2-1B',
    embedder: 'ollama:hf.co/nomic-ai/nomic-embed:Q4_0',
    route: '/v1/conversations/{conversationId}/messages',
    method: 'POST',
    status: 503,
    durationMs: 12.5,
    handedBack: false,
  }
  expect(redactFields(fields)).toEqual(fields)
  expect(redactFields({ requestId: 'my-request_0001', code: undefined })).toEqual({ requestId: 'my-request_0001' })
})

describe('hides, whatever the field', () => {
  const secrets = [
    `cks_${'aB3'.repeat(14)}x`,
    `ckk_${'aB3'.repeat(14)}x`,
    'eyJhbGciOiJSUzI1NiJ9',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl',
    'sk-proj-abcdefgh',
    'AKIAIOSFODNN7EXAMPLE',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'ana@example.com',
    '¿Cuánto cuesta el plan?',
    'my knee hurts',
    '/var/lib/coach/files/x',
    '../secrets',
    'C:\\keys',
    'postgres://user:pass@db/coach',
    'select * from messages',
    '192.168.1.7',
    '+34 600 111 222',
    'line\nbreak',
    'a'.repeat(33),
  ]
  const names = ['requestId', 'creatorId', 'code', 'error', 'reason', 'languageModel', 'embedder', 'route', 'method', 'status', 'handedBack', 'unlisted']
  it.each(secrets)('%j', (secret) => {
    for (const name of names) expect(redactFields({ [name]: secret })).toEqual({ [name]: '[redacted]' })
  })
})

it('hides numbers and flags of fields that are not listed, and of listed ones of another kind', () => {
  expect(redactFields({ phone: 34600111222, isPatient: true, status: Number.NaN, attempt: true, code: 7 })).toEqual({
    phone: '[redacted]',
    isPatient: '[redacted]',
    status: '[redacted]',
    attempt: '[redacted]',
    code: '[redacted]',
  })
})

it('leaves out fields whose name was made from data', () => {
  expect(redactFields({ 'ana@example.com': 1, '': 1, __proto__x: 1, 'a b': 1 })).toEqual({})
})

it('keeps names of events and nothing else in their place', () => {
  expect([redactEvent('document.without_vectors'), redactEvent('jobs.claim_failed')]).toEqual(['document.without_vectors', 'jobs.claim_failed'])
  expect([redactEvent('failed for ana@example.com'), redactEvent(`a${'.a'.repeat(40)}`)]).toEqual(['[redacted]', '[redacted]'])
})
