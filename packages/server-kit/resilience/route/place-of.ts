/** Which of the shares (0 to 1, together 1) a key belongs to: always the same for the same key and shares, on every instance. Hash: FNV-1a, mixed at its end as MurmurHash3 does. */
export function placeOf(key: string, shares: readonly number[]): number {
  let hash = 2_166_136_261
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35)
  let point = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
  for (const [place, share] of shares.entries()) {
    if (share > 0 && point < share) return place
    point -= share
  }
  return Math.max(
    0,
    shares.findLastIndex((share) => share > 0),
  )
}
