import type { CoachClient } from '@coachkit/sdk'

type Document = Awaited<ReturnType<CoachClient['knowledge']['status']>>

const stages: Record<string, string> = {
  validating: 'comprobando',
  extracting: 'leyendo el texto',
  scanning: 'buscando virus',
  chunking: 'dividiendo en pasajes',
  embedding: 'calculando vectores',
  storing: 'guardando',
}

/** The list on the page: one row a document, told aloud when it ends. */
export function documentList() {
  const root = element('documents')
  const rows = new Map<string, HTMLElement>()

  function show(document: Document): void {
    const known = rows.get(document.id)
    const row = known ?? newRow(document.name)
    if (known && known.dataset.status !== document.status) announce(document)
    rows.set(document.id, row)
    row.dataset.status = document.status
    paint(row, document)
    element('empty').hidden = true
  }

  return {
    show,
    reset(documents: Document[]) {
      for (const document of [...documents].reverse()) show(document)
      element('empty').hidden = rows.size > 0
    },
    remove(documentId: string) {
      rows.get(documentId)?.remove()
      rows.delete(documentId)
      element('empty').hidden = rows.size > 0
    },
    notice(text: string) {
      const notice = element('notice')
      notice.textContent = text
      notice.hidden = false
    },
    onFiles: receiveFiles,
    uploading(name: string) {
      const row = newRow(name)
      setState(row, 'en espera…')
      return {
        sending: () => setState(row, 'subiendo…'),
        waiting: () => setState(row, 'en espera: se admiten diez archivos por minuto…'),
        accepted(document: Document, duplicate: boolean) {
          row.remove()
          show(document)
          if (duplicate) element('announcer').textContent = `${document.name} ya estaba.`
        },
        rejected(reason: string) {
          row.dataset.status = 'rejected'
          setState(row, reason)
          element('announcer').textContent = `${name}: ${reason}`
        },
      }
    },
  }

  function newRow(name: string): HTMLElement {
    const row = document.createElement('li')
    const title = document.createElement('div')
    title.className = 'name'
    title.textContent = name
    const state = document.createElement('div')
    state.className = 'state'
    row.append(title, state)
    root.prepend(row)
    return row
  }
}

function paint(row: HTMLElement, document: Document): void {
  const running = document.status === 'pending' || document.status === 'processing'
  row.querySelector('progress')?.remove()
  if (running) {
    const bar = window.document.createElement('progress')
    bar.max = 100
    bar.value = document.progress
    bar.setAttribute('aria-label', document.name)
    row.append(bar)
  }
  setState(row, running ? `${stages[document.stage ?? ''] ?? 'en espera'}…` : ending(document))
}

function ending(document: Document): string {
  if (document.status !== 'ready') return document.failure?.message ?? 'No se ha podido leer.'
  const pages = document.pageCount ? `, ${counted(document.pageCount, 'página')}` : ''
  return `Listo: ${counted(document.chunkCount, 'pasaje')}${pages}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function announce(document: Document): void {
  if (document.status === 'ready' || document.status === 'failed') element('announcer').textContent = `${document.name}: ${ending(document)}`
}

function setState(row: HTMLElement, text: string): void {
  const state = row.querySelector('.state')
  if (state) state.textContent = text
}

function receiveFiles(onFiles: (files: File[]) => void): void {
  const input = element('files') as HTMLInputElement
  const drop = element('drop')
  input.addEventListener('change', () => {
    onFiles([...(input.files ?? [])])
    input.value = ''
  })
  for (const type of ['dragover', 'dragleave', 'drop']) {
    drop.addEventListener(type, (event) => {
      event.preventDefault()
      drop.classList.toggle('over', type === 'dragover')
    })
  }
  drop.addEventListener('drop', (event) => onFiles([...(event.dataTransfer?.files ?? [])]))
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no #${id}`)
  return found
}
