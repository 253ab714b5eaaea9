/** Says to screen readers what happened, also while a sheet makes the rest inert. */
export function createAnnouncer(root: ShadowRoot): { announce(text: string): void; unsay(text: string): void; end(): void } {
  const region = document.createElement('div')
  region.className = 'hidden'
  region.role = 'status'
  root.append(region)
  return {
    announce: (text) => {
      region.textContent = text
    },
    /** It does not hold any more, unless something else was said since. */
    unsay: (text) => {
      if (region.textContent === text) region.textContent = ''
    },
    end: () => region.remove(),
  }
}
