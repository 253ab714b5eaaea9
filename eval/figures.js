/** Normalised discounted cumulative gain. */
export function normalisedGain({ wanted, found, depth }) {
  const gain = found.slice(0, depth).reduce((sum, id, place) => sum + (wanted.get(id) ?? 0) / Math.log2(place + 2), 0)
  const ideal = [...wanted.values()]
    .sort((left, right) => right - left)
    .slice(0, depth)
    .reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0)
  return ideal === 0 ? 0 : gain / ideal
}

/** The share of the wanted documents among the first. */
export function recall({ wanted, found, depth }) {
  return found.slice(0, depth).filter((id) => wanted.has(id)).length / wanted.size
}

/** One over the place of the first wanted document. */
export function reciprocalRank({ wanted, found }) {
  const place = found.findIndex((id) => wanted.has(id))
  return place === -1 ? 0 : 1 / (place + 1)
}

/** How often an answerable question scores above an unanswerable one; ties count half. */
export function areaUnderCurve({ positives, negatives }) {
  const sorted = [...negatives].sort((left, right) => left - right)
  const below = positives.reduce((sum, value) => sum + (placeOf(sorted, value, false) + placeOf(sorted, value, true)) / 2, 0)
  return below / Math.max(1, positives.length * negatives.length)
}

/** The share of unanswerable questions refused by the threshold that keeps this share of the answerable ones. */
export function refusedAtKept({ positives, negatives, kept }) {
  const threshold = [...positives].sort((left, right) => left - right)[Math.floor(positives.length * (1 - kept))] ?? 0
  return negatives.filter((value) => value < threshold).length / Math.max(1, negatives.length)
}

/** Expected calibration error over ten bins, answerable and other questions weighing the same. */
export function calibrationError({ positives, negatives }) {
  const bins = Array.from({ length: 10 }, () => ({ said: 0, true: 0 }))
  const add = (values, isTrue) => {
    for (const value of values) {
      const bin = bins[Math.min(9, Math.floor(value * 10))]
      bin.said += value / values.length
      bin.true += isTrue / values.length
    }
  }
  add(positives, 1)
  add(negatives, 0)
  return bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.true), 0) / 2
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function placeOf(sorted, value, afterEqual) {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const goesRight = afterEqual ? sorted[middle] <= value : sorted[middle] < value
    if (goesRight) low = middle + 1
    else high = middle
  }
  return low
}
