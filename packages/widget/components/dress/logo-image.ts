/** The creator's logo in place of the bubble, which stays where there is none or it cannot be shown. */
export function logoImage({ slot, bubble, address }: { slot: HTMLSlotElement; bubble: SVGElement; address: string | undefined }): void {
  const present = slot.querySelector('img')
  if (present?.src === (address && new URL(address, document.baseURI).href)) return
  present?.remove()
  bubble.style.display = ''
  if (address === undefined) return
  const image = document.createElement('img')
  // As the page's cache may hold it for other uses, and some pages ask it of every image.
  image.crossOrigin = 'anonymous'
  image.alt = ''
  image.onload = () => {
    bubble.style.display = 'none'
  }
  image.onerror = () => image.remove()
  image.src = address
  slot.append(image)
}
