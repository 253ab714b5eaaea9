import type { FormWords } from './words.js'

export const words: FormWords = {
  name: 'Nome',
  email: 'E-mail',
  optional: 'opcional',
  choose: 'Escolha uma opção',
  readMore: 'Saiba mais',
  newTab: 'abre em outra aba',
  missing: 'É preciso preencher isto.',
  noEmail: 'Escreva um endereço como ana@exemplo.com.br.',
  noConsent: 'Precisamos do seu acordo para começar.',
  start: 'Começar a conversar',
  formSending: 'Enviando…',
  formFailed: 'Não foi possível enviar. Tente de novo.',
}
