/** Says to screen readers what happened, also while a sheet makes the rest inert. */
export function createAnnouncer(root: ShadowRoot): (text: string) => void {
  const region = document.createElement('div')
  region.className = 'hidden'
  region.role = 'status'
  root.append(region)
  return (text) => {
    region.textContent = text
  }
}
