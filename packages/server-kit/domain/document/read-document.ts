import type { Chunk, ChunkSizes, CutDocument, ExtractedDocument } from '../../ports/index.js'
import { detectLanguage } from '../language/detect-language.js'
import { chunksOf } from './chunk-document.js'
import { previewDocument } from './preview-document.js'

/** Characters the language of a whole document is judged by. */
const languageSample = 4000
/** Characters of a page's title that name its document. */
const longestTitle = 200

/** What is told of a document, and its chunks one after the other, for who does other things between them. */
export function readDocument(
  extracted: ExtractedDocument,
  { fallbackLanguage, sizes }: { fallbackLanguage: string; sizes?: ChunkSizes | undefined },
): { document: CutDocument; chunks: Generator<Chunk> } {
  const { pageCount, title } = extracted
  const language = detectLanguage(sampleOf(extracted)) ?? fallbackLanguage
  return {
    document: {
      language,
      reading: previewDocument(extracted),
      ...(pageCount === undefined ? {} : { pageCount }),
      ...(title ? { title: title.slice(0, longestTitle) } : {}),
    },
    chunks: chunksOf(extracted, { ...sizes, detectLanguage, fallbackLanguage: language }),
  }
}

function sampleOf({ blocks }: ExtractedDocument): string {
  let sample = ''
  for (const { text } of blocks) {
    if (sample.length >= languageSample) break
    sample += `${text}\n`
  }
  return sample
}
