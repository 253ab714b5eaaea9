import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { embedderConformance } from '../../../testing/embedder-conformance.js'
import { tinyDimensions, writeTinyEmbeddingModel } from '../../../testing/model-servers/index.js'
import { type TransformersLibrary, transformersEmbedder } from './index.js'

const folder = await mkdtemp(join(tmpdir(), 'coachkit-models-'))
await writeTinyEmbeddingModel({ folder, name: 'tiny/bert' })
afterAll(() => rm(folder, { recursive: true }))
const tiny = () => transformersEmbedder({ model: 'tiny/bert', modelPath: folder, dtype: 'q8' })
embedderConformance({ name: 'transformers', inProcess: true, start: async () => ({ embedder: tiny() }) })

const signal = AbortSignal.timeout(20_000)
const options = { model: 'Xenova/multilingual-e5-small', modelPath: '/models' }

/** Speaks the part of the library's interface that is used, for what the library itself does not do when asked. */
function libraryOf(extract: (texts: string[]) => Promise<number[][]>) {
  const seen: { texts: string[][]; loads: unknown[]; env: TransformersLibrary['env'] } = {
    texts: [],
    loads: [],
    env: { allowLocalModels: false, allowRemoteModels: true, localModelPath: '' },
  }
  const library: TransformersLibrary = {
    env: seen.env,
    pipeline: async (task, model, given) => {
      seen.loads.push([task, model, given])
      return async (texts, how) => {
        seen.texts.push(texts)
        expect(how).toEqual({ pooling: 'mean', normalize: true })
        const rows = await extract(texts)
        return { tolist: () => rows }
      }
    },
  }
  return { seen, load: async () => library }
}

it('gives texts of one meaning vectors that lie near each other, whatever their language', async () => {
  const [asked, near, far] = await tiny().embed(['Which vehicle inspection?', 'El automóvil se revisa.', 'La mascota pasea por el parque.'], {
    purpose: 'query',
    signal,
  })
  const cosine = (other: Float32Array | undefined) => [...(other ?? [])].reduce((sum: number, value: number, at: number) => sum + value * (asked?.[at] ?? 0), 0)
  expect(asked).toHaveLength(tinyDimensions)
  expect(cosine(near)).toBeGreaterThan(cosine(far) + 0.5)
})

it('loads the model once, from the folder alone, and gives it the prefixes of its card', async () => {
  const { seen, load } = libraryOf(async (texts) => texts.map(({ length }) => [3, 4, length]))
  const embedder = transformersEmbedder({ ...options, dtype: 'q8' }, load)
  const [[vector], _] = await Promise.all([
    embedder.embed(['hola'], { purpose: 'query', signal }),
    embedder.embed(['uno', 'dos'], { purpose: 'passage', signal }),
  ])
  expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
  expect(seen.loads).toEqual([['feature-extraction', 'Xenova/multilingual-e5-small', { dtype: 'q8' }]])
  expect(seen.env).toEqual({ allowLocalModels: true, allowRemoteModels: false, localModelPath: '/models' })
  expect(seen.texts).toEqual([['query: hola'], ['passage: uno', 'passage: dos']])
  expect([embedder.id, embedder.languages]).toEqual(['transformers:Xenova/multilingual-e5-small', undefined])
})

it('names the package that is missing, and a model that is', async () => {
  const without = () => Promise.reject(new Error('Cannot find package'))
  await expect(transformersEmbedder(options, without).embed(['hola'], { purpose: 'query', signal })).rejects.toMatchObject({
    code: 'package_missing',
    message: expect.stringContaining('npm install @huggingface/transformers'),
  })
  const { load } = libraryOf(async () => [])
  const broken = async () => ({ ...(await load()), pipeline: () => Promise.reject(new Error('no file')) })
  await expect(transformersEmbedder(options, broken).embed(['hola'], { purpose: 'query', signal })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('modelPath'),
  })
})

it('refuses what is no vector, says that the model failed, and can be called off', async () => {
  const odd = libraryOf(async () => [[]])
  await expect(transformersEmbedder(options, odd.load).embed(['hola'], { purpose: 'query', signal })).rejects.toMatchObject({ code: 'malformed' })
  const failing = libraryOf(() => Promise.reject(new Error('out of memory')))
  await expect(transformersEmbedder(options, failing.load).embed(['hola'], { purpose: 'query', signal })).rejects.toMatchObject({
    code: 'server_error',
    retryable: true,
  })
  const slow = libraryOf(() => new Promise(() => undefined))
  const leave = new AbortController()
  const asked = transformersEmbedder(options, slow.load).embed(['hola'], { purpose: 'query', signal: leave.signal })
  leave.abort(new Error('The reader left'))
  await expect(asked).rejects.toThrow('The reader left')
})
