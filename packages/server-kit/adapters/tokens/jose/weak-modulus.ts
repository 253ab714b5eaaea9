const minimumBits = 2048
const smallPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149,
]
const primes = [...smallPrimes, 151, 157, 163, 167]

/** Whether an RSA modulus (big-endian) is too short, or was made by the library whose keys can be factored (CVE-2017-15361, ROCA). */
export function isWeakModulus(bytes: Uint8Array): boolean {
  const modulus = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
  return modulus.toString(2).length < minimumBits || hasRocaFingerprint(modulus)
}

/** Such moduli are a power of 65537 modulo every small prime; of sound ones about one in a hundred million is. */
function hasRocaFingerprint(modulus: bigint): boolean {
  return primes.every((prime) => powersOf65537(prime).has(Number(modulus % BigInt(prime))))
}

function powersOf65537(prime: number): Set<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * 65_537) % prime) powers.add(power)
  return powers
}
