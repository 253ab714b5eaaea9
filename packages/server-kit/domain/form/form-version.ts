import { createHash } from 'node:crypto'
import type { Form } from '@coachkit/contract'

/** Names the words of a form: others, another version. */
export function formVersion(form: Form): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(form)))
    .digest('hex')
    .slice(0, 16)
}

/** The database gives an object's entries back in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => [name, inOrder(inner)])
}
