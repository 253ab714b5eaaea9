import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Next builds each route on its own; they share the one coach of the process.
globalThis.coach ??= open()

/** The coach, ready to answer. */
export const coach = globalThis.coach

async function open() {
  // Beside the bundle, not in it: the kit has workers and files of its own. (Installed from npm, `serverExternalPackages` does the same.)
  const { createCoachServer } = await import(/* turbopackIgnore: true */ '@coachkit/server-kit')
  const opened = createCoachServer({ mountPath: '/coach', embedded: true, dataDir: process.env.COACHKIT_DATA_DIR ?? '.coachkit-next' })
  await opened.start()
  const { addGuide } = await import(/* turbopackIgnore: true */ pathToFileURL(resolve('../hosts/add-guide.ts')).href)
  await addGuide(opened)
  return opened
}
