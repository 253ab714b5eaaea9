import type { FormWords } from './words.js'

export const words: FormWords = {
  name: 'Nombre',
  email: 'Correo electrónico',
  optional: 'opcional',
  choose: 'Elige una opción',
  readMore: 'Más información',
  newTab: 'se abre en otra pestaña',
  missing: 'Hace falta rellenar esto.',
  noEmail: 'Escribe una dirección como ana@ejemplo.es.',
  noConsent: 'Hace falta tu acuerdo para empezar.',
  start: 'Empezar a chatear',
  formSending: 'Enviando…',
  formFailed: 'No se ha podido enviar. Inténtalo de nuevo.',
}
