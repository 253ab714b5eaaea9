import type { DocumentType } from '@coachkit/contract'

/** An address as the same for everybody: without its fragment, with its path written in one way. */
export function pageAddress(text: string, base?: string): string | undefined {
  if (!URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  url.hash = ''
  return url.href
}

/** Whether both are pages of one site: `www.` and the scheme do not make another, a port does. */
export function isSameSite(one: string, other: string): boolean {
  return siteOf(one) === siteOf(other)
}

/** Host and port, as requests to it are counted. */
export function siteOf(address: string): string {
  return new URL(address).host.replace(/^www\./, '').replace(/:(?:80|443)$/, '')
}

const types: Record<string, DocumentType> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'text/markdown': 'md',
  'text/x-markdown': 'md',
  'text/plain': 'txt',
}
const vague = new Set(['', 'application/octet-stream', 'binary/octet-stream'])

/** What kind of document a server sends: by what it says, else by the ending of the address. Markdown is often called plain text. */
export function documentTypeOf(address: string, contentType: string | null): DocumentType | undefined {
  const said = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const ending = /\.(pdf|docx|md|txt|html?)$/i.exec(new URL(address).pathname)?.[1]?.toLowerCase()
  if (vague.has(said)) return ending === 'htm' ? 'html' : (ending as DocumentType | undefined)
  return types[said] === 'txt' && ending === 'md' ? 'md' : types[said]
}

const longestName = 120

/** The name of a page's document until its title is read: the last part of its path, or its host. */
export function pageName(address: string, type: DocumentType): string {
  const { host, pathname } = new URL(address)
  const last = pathname.split('/').filter(Boolean).at(-1) ?? host
  const readable = decodedPart(last).replace(/\.(?:pdf|docx|md|txt|html?)$/i, '')
  return `${readable.slice(0, longestName) || host}.${type}`
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
