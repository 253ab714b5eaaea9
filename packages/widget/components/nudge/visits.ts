const visited = 'coachkit:visited'
const shown = 'coachkit:nudged'
/** Where nothing may be stored: known until the page is left. */
const here = new Set<string>()

/** Whether the visitor was here before this tab was opened; notes that it is now. */
export function wasHereBefore(): boolean {
  try {
    const thisTab = sessionStorage.getItem(visited)
    const before = thisTab === null ? localStorage.getItem(visited) !== null : thisTab === 'again'
    sessionStorage.setItem(visited, before ? 'again' : 'first')
    localStorage.setItem(visited, '1')
    return before
  } catch {
    return false
  }
}

export function wasShown(name: string): boolean {
  return here.has(name) || listed().includes(name)
}

export function noteShown(name: string): void {
  try {
    localStorage.setItem(shown, JSON.stringify([...listed(), name].slice(-50)))
  } catch {
    here.add(name)
  }
}

function listed(): string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(shown) ?? '[]')
    return Array.isArray(known) ? known.map(String) : []
  } catch {
    return []
  }
}
