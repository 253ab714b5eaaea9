/**
 * An image drawn as pixels: whatever its bytes hold besides, nothing of it runs, and a page's policy needs to allow no images.
 * Read when it comes near the view.
 */
export function pictureOf(read: () => Promise<Blob>): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.ariaHidden = 'true'
  const observer = new IntersectionObserver(async (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    observer.disconnect()
    // One that cannot be read keeps its name and can still be fetched.
    await read()
      .then((blob) => createImageBitmap(blob))
      .then(
        (image) => paint(canvas, image),
        () => canvas.remove(),
      )
  })
  observer.observe(canvas)
  return canvas
}

/** Pixels along the longer side; a bubble shows no more. */
const longest = 640

function paint(canvas: HTMLCanvasElement, image: ImageBitmap): void {
  const scale = Math.min(1, longest / Math.max(image.width, image.height))
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
}
