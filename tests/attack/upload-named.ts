import { errorBody, routes } from '@coachkit/contract'
import { contentDisposition } from '../../packages/server-kit/domain/document/file-name.js'
import { type AttackedServer, badAnswer } from './attacked-server.js'

const zip = 'PK\u0003\u0004'
/** By the server's own ids; an upload under way has a random ending besides. */
const storedName = /^[\da-f-]{36}-[\da-f-]{36}(?:\.part)?$/
const taken = /\.(?:pdf|docx|md|markdown|txt|html?)$/i

/** Uploads a file under a hostile name; `content` makes it a document of its own. Returns what was wrong, or the label it got, or the refusal. */
export async function uploadNamed(
  { server, storedFiles }: AttackedServer,
  file: { name: string; content: string },
): Promise<{ problem?: string | undefined; label?: string; refusal?: string }> {
  const response = await server.upload(new File([opening(file.name) + file.content], file.name))
  const body = await response.text()
  const strange = storedFiles().find((name) => !storedName.test(name))
  const problem = badAnswer(response.status, body) ?? (strange === undefined ? undefined : `stored as ${strange}`)
  if (problem) return { problem }
  if (!response.ok) return { refusal: errorBody.parse(JSON.parse(body)).error.code }
  const label = routes.knowledge.upload.result.parse(JSON.parse(body)).document.name
  return { label, problem: problemOfLabel(label) }
}

/** What a file of that extension begins with, so that only its name is in question. */
function opening(name: string): string {
  if (/\.html?$/i.test(name)) return ''
  if (/\.pdf/i.test(name)) return '%PDF-1.7\n'
  return /\.docx/i.test(name) ? zip : ''
}

function problemOfLabel(label: string): string | undefined {
  const shown = JSON.stringify(label)
  if (/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(label) || /^\.*$/.test(label)) return `not a plain label: ${shown}`
  if (/[/\\]/.test(label.normalize('NFKC'))) return `a slash in disguise: ${shown}`
  if (label.length > 200 || label !== label.normalize('NFC')) return `too long, or not NFC: ${shown}`
  if (!taken.test(label)) return `a type that is not taken: ${shown}`
  const header = contentDisposition(label)
  return /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.!~%-]*$/.test(header) ? undefined : `an open header: ${header}`
}
