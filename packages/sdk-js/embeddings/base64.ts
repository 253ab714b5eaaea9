/** Little-endian 32-bit floats, on any machine. */
export function base64Of(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true)
  let bytes = ''
  for (const byte of new Uint8Array(view.buffer)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
