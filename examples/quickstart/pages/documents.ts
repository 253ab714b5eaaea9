import { createCoachClient } from '@coachkit/sdk'
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
  list.onFiles((files) => {
    for (const file of files) upload(file)
  })

  function upload(file: File): void {
    const row = list.uploading(file.name)
    client.knowledge.upload(file, { name: file.name }).then(
      ({ document, duplicate }) => row.accepted(document, duplicate),
      (error: unknown) => row.rejected(error instanceof Error ? error.message : 'No se ha podido subir.'),
    )
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
