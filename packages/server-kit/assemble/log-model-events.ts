import type { LanguageModel, Logger } from '../ports/index.js'

/** Another model may have answered meanwhile: what failed, and what is out of use, is seen here alone. */
export function logModelEvents(model: LanguageModel, logger: Logger): void {
  model.watch?.((event) => {
    const { id: languageModel } = event
    if (event.type === 'failed') logger.warn('model.failed', { languageModel, kind: event.kind, reason: event.reason })
    else if (event.type === 'rolled-back') logger.warn('model.rolled_back', { languageModel, reason: event.reason })
    else if (event.state === 'open') logger.warn('model.circuit_open', { languageModel })
    else logger.info('model.circuit_closed', { languageModel })
  })
}
