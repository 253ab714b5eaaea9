/** What the document below says, each line once. */
export const fakeBoldLines = ['Bold by the line', 'Bold by the letter']

const size = 14
const shift = 0.3
const letterWidth = 8.4

/** A page whose letters are drawn twice, a hair apart: the first line in one piece, the second letter by letter. */
export function fakeBoldPdf() {
  const [whole, lettered] = fakeBoldLines
  const draw = (x, y, text) => `1 0 0 1 ${x.toFixed(2)} ${y} Tm (${text}) Tj`
  const letters = [...lettered].flatMap((letter, at) => [draw(72 + at * letterWidth, 660, letter), draw(72 + shift + at * letterWidth, 660, letter)])
  const content = ['BT', `/F1 ${size} Tf`, draw(72, 720, whole), draw(72 + shift, 720, whole), ...letters, 'ET'].join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
  ]
  return new TextEncoder().encode(`%PDF-1.4\n${objects.map((body, at) => `${at + 1} 0 obj${body} endobj`).join('\n')}\ntrailer<</Root 1 0 R>>\n%%EOF`)
}
