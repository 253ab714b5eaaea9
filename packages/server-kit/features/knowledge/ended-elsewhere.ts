/** The document was cancelled, removed or replaced meanwhile: nobody waits for this reading. */
export class EndedElsewhere extends Error {}
