import { vi } from 'vitest'

// Conditions are waited for as long as a busy machine may need; Vitest's own second is about speed.
const { waitFor } = vi
vi.waitFor = (condition, options) => waitFor(condition, { timeout: 20_000, ...(typeof options === 'number' ? { timeout: options } : options) })
