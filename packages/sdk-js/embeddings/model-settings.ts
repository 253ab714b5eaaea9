import type { BrowserEmbedderOptions } from './create-embedder.js'
import { EmbedderError } from './embedder-error.js'
import { isBrowser, type ModelOptions } from './load-model.js'

/** Where the model's files are, as a worker finds them too. Throws EmbedderError for those of another website. */
export function settingsOf(options: BrowserEmbedderOptions): ModelOptions {
  const { model, library, device, dtype = 'q8', pooling = 'mean' } = options
  const common = { model, device, dtype, pooling }
  if (!isBrowser()) return { ...common, modelsPath: options.modelsPath, wasmPath: undefined, library }
  // A worker's own address is another than the page's.
  const absolute = (path: string) => new URL(path, location.href).href
  const models = new URL(folder(options.modelsPath), location.href)
  if (models.origin !== location.origin)
    throw new EmbedderError({ code: 'model_missing', message: `modelsPath must be a path of this website, not ${options.modelsPath}.` })
  return {
    ...common,
    // The library looks for all of a model's files only below a path.
    modelsPath: models.pathname,
    wasmPath: absolute(folder(options.wasmPath ?? `${models.href}onnxruntime`)),
    library: library === undefined ? undefined : absolute(library),
  }
}

function folder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`
}
