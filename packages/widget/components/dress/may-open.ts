/** Whether it may open by itself: once in the life of a tab. */
export function mayOpen(): boolean {
  try {
    const first = sessionStorage.getItem('coachkit:opened') === null
    sessionStorage.setItem('coachkit:opened', '1')
    return first
  } catch {
    return false
  }
}
