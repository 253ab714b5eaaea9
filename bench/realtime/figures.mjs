export function median(values) {
  return at(values, 50)
}

export function at(values, percentile) {
  const sorted = [...values].sort((first, second) => first - second)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percentile) / 100))]
}

export function round(value) {
  return Number(value.toPrecision(4))
}

/** The medians of several rounds beside those of their floor, with the ratio's extremes: each round has its own floor. */
export function figure(name, { values, floors, unit }) {
  const ratios = values.map((value, index) => value / floors[index])
  return {
    name,
    value: round(median(values)),
    unit,
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    floor: round(median(floors)),
    ratio: round(median(ratios)),
    minRatio: round(Math.min(...ratios)),
    maxRatio: round(Math.max(...ratios)),
  }
}
