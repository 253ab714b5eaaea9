import type { ExtrasWords } from '../../locales/extras/words.js'
import { plainText } from '../../markdown/plain-text.js'
import type { ExtrasHost } from './extras.js'

/** Pages of history that are fetched for it at most: 50 messages each. */
const mostPages = 40

/** Saves the whole conversation as a text file. */
export async function saveTranscript({ host, words }: { host: ExtrasHost; words: ExtrasWords }): Promise<void> {
  for (let page = 0; page < mostPages && host.conversation.snapshot?.hasOlder; page++) {
    const known = host.conversation.snapshot.messages.length
    await host.conversation.loadOlder()
    // Without a network nothing is added: what is there is saved.
    if (host.conversation.snapshot.messages.length === known) break
  }
  const text = transcriptOf({ host, words })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/plain;charset=utf-8' }))
  link.download = `${words.fileName}-${new Date().toISOString().slice(0, 10)}.txt`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function transcriptOf({ host, words }: { host: ExtrasHost; words: ExtrasWords }): string {
  const { locale, language, config } = host.input
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const messages = (host.conversation.snapshot?.messages ?? []).map((message) => {
    const who = message.role === 'user' ? locale.you : (message.author ?? config?.name ?? locale.assistant)
    const files = (message.attachments ?? []).map(({ name }) => `${words.file}: ${name}`)
    const sources = message.citations.map(
      ({ number, documentName, page }) => `[${number}] ${documentName}${page === undefined ? '' : `, ${locale.page} ${page}`}`,
    )
    const text = message.role === 'user' ? message.text : plainText(message.text)
    return [`${who} · ${time.format(new Date(message.createdAt))}`, text, ...files, ...sources].filter(Boolean).join('\n')
  })
  return [`${words.transcriptOf} ${config?.name ?? ''}`.trim(), ...messages].join('\n\n')
}
