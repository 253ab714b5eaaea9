import type { DocumentPreview } from '@coachkit/contract'
import type { DocumentReading, ExtractedDocument } from '../../ports/index.js'

const previewLength = 4000
const maxHeadings = 500
const headingLength = 200

/** What a creator sees of a document to know that it was read well: its beginning, its headings, its length. */
export function previewDocument({ blocks }: ExtractedDocument): DocumentReading {
  let [preview, characterCount] = ['', 0]
  const outline: DocumentPreview['outline'] = []
  for (const { kind, text, level, page } of blocks) {
    characterCount += text.length
    if (preview.length < previewLength) preview += (preview && '\n\n') + beginning(text, previewLength)
    if (kind === 'heading' && outline.length < maxHeadings) {
      outline.push({ level: level ?? 1, text: beginning(text, headingLength), ...(page === undefined ? {} : { page }) })
    }
  }
  return { preview: beginning(preview, previewLength), outline, characterCount }
}

/** Not cut inside a character. */
function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
