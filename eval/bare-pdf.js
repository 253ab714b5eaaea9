import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The lines of each page as pdf.js alone gives them. */
export async function barePages(bytes) {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const pdf = await loading.promise
  const pages = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    pages.push(
      items
        .map(({ str, hasEOL }) => str + (hasEOL ? '\n' : ''))
        .join('')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    )
  }
  await loading.destroy()
  return pages
}
