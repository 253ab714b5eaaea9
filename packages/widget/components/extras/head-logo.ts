import type { PanelInput } from '../coach-panel/panel-input.js'

/** The creator's own image in the head, over the initial, which stays where there is none or it cannot be shown. */
export function showLogo(root: ParentNode, { baseUrl, config }: Pick<PanelInput, 'baseUrl' | 'config'>): void {
  const place = root.querySelector('.head .avatar')
  const address = config?.logo ? baseUrl.replace(/\/$/, '') + config.logo : undefined
  const present = place?.querySelector('img')
  if (!place || present?.getAttribute('src') === address) return
  present?.remove()
  if (!address) return
  const image = document.createElement('img')
  // As the launcher asks for it, so that it is fetched once.
  image.crossOrigin = 'anonymous'
  image.alt = ''
  image.hidden = true
  image.onload = () => {
    image.hidden = false
  }
  image.src = address
  place.append(image)
}

export const headLogoStyles = `
  .head .avatar { position: relative; overflow: hidden }
  .head .avatar img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; background: var(--on-fill) }
  .head .avatar img[hidden] { display: none }
`
