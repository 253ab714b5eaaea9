const key = 'coachkit:contrast'

/** Whether the visitor wants the most contrast: chosen here, or wished for in the system. */
export function contrastOf(): boolean {
  const chosen = read()
  return chosen === undefined ? matchMedia('(prefers-contrast: more)').matches : chosen === 'more'
}

/** Sets it, and keeps a choice for the visits to come. */
export function setContrast(panel: Element, more: boolean, keep = false): void {
  panel.toggleAttribute('contrast', more)
  if (!keep) return
  try {
    localStorage.setItem(key, more ? 'more' : 'normal')
  } catch {
    chosenHere = more ? 'more' : 'normal'
  }
}

/** Where nothing may be stored. */
let chosenHere: string | undefined

function read(): string | undefined {
  try {
    return localStorage.getItem(key) ?? chosenHere
  } catch {
    return chosenHere
  }
}
