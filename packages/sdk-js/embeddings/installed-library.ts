import type { Installed } from './load-model.js'

/** A module of its own: who bundles it has to have the package. */
export const installedLibrary: Installed = () => import('@huggingface/transformers')
