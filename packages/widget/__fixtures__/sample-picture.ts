/** A picture of a room, as bytes of a real PNG, made in the page. */
export async function samplePicture(name = 'salon.png'): Promise<File> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 480, height: 360 })
  const pen = canvas.getContext('2d')
  const fill = (color: string, [x, y, width, height]: [number, number, number, number]) => {
    if (!pen) return
    pen.fillStyle = color
    pen.fillRect(x, y, width, height)
  }
  fill('#e8ded0', [0, 0, 480, 240])
  fill('#b08a5e', [0, 240, 480, 120])
  fill('#9cc7e8', [60, 50, 140, 110])
  fill('#4f6f52', [250, 170, 180, 100])
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  return new File(blob ? [blob] : [], name, { type: 'image/png' })
}
