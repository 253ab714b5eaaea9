/** What the extras say. */
export interface ExtrasWords {
  menu: string
  closeSheet: string
  newest: string
  answerReady: string
  closeSource: string
  history: string
  noHistory: string
  more: string
  save: string
  transcriptOf: string
  fileName: string
  file: string
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
  helped: string
  helpedNot: string
  thanks: string
  opinionRemoved: string
  reasonTitle: string
  reasonLabel: string
  addReason: string
  changeReason: string
  sendReason: string
  rewrite: string
  edit: string
  ask: string
  earlierVersion: string
  laterVersion: string
  /** `{number}` and `{count}` of the versions. */
  version: string
  askPerson: string
  personRequested: string
  personSoon: string
  /** `{name}` is the person's, here and in those below. */
  personJoined: string
  personHas: string
  personHere: string
  personWrites: string
  handedBack: string
  /** `{percent}` of the model that is loaded into the page. */
  preparing: string
  prepared: string
  sent: string
  delivered: string
  read: string
  attach: string
  attachments: string
  attached: string
  uploading: string
  remove: string
  removed: string
  download: string
  sendFiles: string
  dropHere: string
  tooMany: string
  tooLarge: string
  /** `{count}` of characters, here and below. */
  charactersLeft: string
  charactersOver: string
  /** `{what}` is how the host calls it. */
  lookingUp: string
  lookingUpSomething: string
  renewed: string
  signedOut: string
  replies: string
  /** `{percent}`: how well the material covers the question. */
  confidence: string
}
