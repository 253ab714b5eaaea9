import type { FormWords } from './words.js'

export const words: FormWords = {
  name: 'Name',
  email: 'E-mail',
  optional: 'optional',
  choose: 'Choose one',
  readMore: 'Read more',
  newTab: 'opens in another tab',
  missing: 'Please fill this in.',
  noEmail: 'Write an address like ana@example.com.',
  noConsent: 'We need your agreement to begin.',
  start: 'Start the chat',
  formSending: 'Sending…',
  formFailed: 'It could not be sent. Try again.',
}
