/** A module of its own, since a bundle may have its worker elsewhere. */
export function openPageWorker(): Worker {
  return new Worker(new URL('./page-worker.js', import.meta.url), { type: 'module' })
}
