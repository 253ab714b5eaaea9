/** What the extras say. */
export interface ExtrasWords {
  menu: string
  closeSheet: string
  history: string
  noHistory: string
  more: string
  save: string
  transcriptOf: string
  fileName: string
  contrast: string
  shortcuts: string
  keySend: string
  keyBreak: string
  keyClose: string
  keyField: string
  copy: string
  copyCode: string
  copied: string
  notCopied: string
  listen: string
  silence: string
  dictate: string
  stopDictating: string
  unreadOne: string
  unreadMany: string
  today: string
  /** `{time}` is a duration. */
  again: string
}
