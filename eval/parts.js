import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const dataDirectory = process.env.COACHKIT_DATA ?? join(root, '../shared/data')

/** A module of the built server-kit. */
export function built(file) {
  return import(new URL(`../packages/server-kit/dist/${file}`, import.meta.url).href)
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
