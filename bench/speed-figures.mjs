/** The value below which this share of the sorted ones lies. */
export function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Milliseconds, with how many times faster than the floor. */
export function faster(name, value, floor) {
  return { name, value: round(value), unit: 'ms', floor: round(floor), ratio: round(floor / value) }
}

export function round(value) {
  return Number(value.toPrecision(3))
}
