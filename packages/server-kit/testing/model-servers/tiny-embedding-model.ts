import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onnxModel, type Tensor } from './onnx-model.js'

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
/** Words of one meaning, in Spanish and English, lie near each other. */
const meanings = [
  'coche coches automóvil automóviles vehículo car cars vehicle vehicles taller garage revisa inspection inspections',
  'perro perros mascota mascotas dog dogs pet pets parque park pasea walk walks',
  'precio precios cuesta pago paga tarifa price prices cost costs fee payment',
  'sesión sesiones cita clase session sessions appointment lesson',
  'escuela profesor alumno curso school teacher student course',
  'comida cena receta cocina food dinner recipe kitchen',
].map((words) => words.normalize('NFD').replace(/\p{M}/gu, '').split(' '))
const commonWords = 'el la los las un una de del en y a que se por para con the an of in and to is are which what how happen query passage : . ? ¿ ,'.split(' ')
const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const words = [...new Set([...special, ...meanings.flat(), ...commonWords, ...letters, ...letters.map((letter) => `##${letter}`)])]

/** Numbers in each vector of the model that `writeTinyEmbeddingModel` makes. */
export const tinyDimensions = 32

/**
 * Writes a model for transformers.js into `folder/name`, about 40 kB: a BERT tokenizer and a graph in ONNX whose mean-pooled vectors put
 * words of one meaning together, in two languages. The same at every run. It is for tests of the machinery, and no good at anything else.
 */
export async function writeTinyEmbeddingModel({ folder, name }: { folder: string; name: string }): Promise<void> {
  const target = join(folder, name)
  await mkdir(join(target, 'onnx'), { recursive: true })
  const model = graph()
  const files: Record<string, string | Uint8Array> = {
    'config.json': JSON.stringify({ model_type: 'bert', architectures: ['BertModel'], hidden_size: tinyDimensions, vocab_size: words.length }),
    'tokenizer.json': JSON.stringify(tokenizer()),
    'tokenizer_config.json': JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: 512,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
    }),
    'onnx/model.onnx': model,
    'onnx/model_quantized.onnx': model,
  }
  for (const [file, content] of Object.entries(files)) await writeFile(join(target, file), content)
}

function tokenizer(): object {
  const token = (text: string) => ({ id: text, ids: [words.indexOf(text)], tokens: [text] })
  const sequence = (id: string) => ({ Sequence: { id, type_id: 0 } })
  const mark = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  return {
    version: '1.0',
    added_tokens: special.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [mark('[CLS]'), sequence('A'), mark('[SEP]')],
      pair: [mark('[CLS]'), sequence('A'), mark('[SEP]'), sequence('B'), mark('[SEP]')],
      special_tokens: { '[CLS]': token('[CLS]'), '[SEP]': token('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  }
}

/** Looks each token up, turns the space and bends it, so that engines have something to differ in. */
function graph(): Uint8Array {
  const random = seeded(7)
  const table = words.flatMap((word) => {
    const meaning = meanings.findIndex((each) => each.includes(word))
    return Array.from({ length: tinyDimensions }, (_, at) => (meaning >= 0 && at === meaning * 2 ? 3 : 0) + (random() - 0.5) * (meaning >= 0 ? 0.2 : 0.1))
  })
  const turn = Array.from({ length: tinyDimensions ** 2 }, () => (random() - 0.5) * 0.5)
  const tensor = (name: string, dimensions: number[], values: number[]): Tensor => ({ name, dimensions, values: Float32Array.from(values) })
  return onnxModel({
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] }],
    outputs: [{ name: 'last_hidden_state', type: 'float', shape: ['batch', 'sequence', tinyDimensions] }],
    tensors: [tensor('table', [words.length, tinyDimensions], table), tensor('turn', [tinyDimensions, tinyDimensions], turn)],
    nodes: [
      { operator: 'Gather', inputs: ['table', 'input_ids'], output: 'looked_up' },
      { operator: 'MatMul', inputs: ['looked_up', 'turn'], output: 'turned' },
      { operator: 'Tanh', inputs: ['turned'], output: 'last_hidden_state' },
    ],
  })
}

/** Numbers from 0 to 1: Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
