import { CoachClientError, createCoachClient } from '@coachkit/sdk'
import { documentList } from './document-list.js'

const key = memberKey()
const list = documentList()

if (key) run(key)
else list.notice('Abre esta página con la dirección completa que muestra la consola: contiene tu clave.')

function run(token: string): void {
  const client = createCoachClient({ baseUrl: '/coach', token })
  client.knowledge.watch((event) => {
    if (event.type === 'document.removed') list.remove(event.documentId)
    else list.show(event.document)
  })
  client.knowledge.list({ query: { limit: 100 } }).then(
    ({ items }) => list.reset(items),
    () => list.notice('No se han podido leer los documentos. Comprueba la clave de la dirección y que el servidor siga en marcha.'),
  )
  let last = Promise.resolve()
  list.onFiles((files) => {
    for (const file of files) {
      const row = list.uploading(file.name)
      last = last.then(() => upload(file, row))
    }
  })

  /** One after another, as fast as the server takes them. */
  async function upload(file: File, row: ReturnType<typeof list.uploading>): Promise<void> {
    row.sending()
    try {
      const { document, duplicate } = await client.knowledge.upload(file, { name: file.name })
      row.accepted(document, duplicate)
    } catch (error) {
      const wait = error instanceof CoachClientError && error.code === 'RATE_001' ? error.retryAfterMs : undefined
      if (wait === undefined) return row.rejected(error instanceof Error ? error.message : 'No se ha podido subir.')
      row.waiting()
      await new Promise((resolve) => setTimeout(resolve, wait))
      return upload(file, row)
    }
  }
}

/** The key travels in the fragment, which no server sees, and is kept for this tab. */
function memberKey(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('key')
  if (given) {
    sessionStorage.setItem('coachkit-key', given)
    history.replaceState(undefined, '', location.pathname)
  }
  return given ?? sessionStorage.getItem('coachkit-key') ?? undefined
}
