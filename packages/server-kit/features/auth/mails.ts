import type { Language } from '@coachkit/contract'
import type { Mail } from '../../ports/index.js'

type Wording = Record<Language, { subject: string; text: string }>

const greeting: Record<Language, (name: string) => string> = { es: (name) => `Hola, ${name}:`, en: (name) => `Hello ${name},`, pt: (name) => `Olá, ${name}:` }
const ignore: Record<Language, string> = {
  es: 'Si no has sido tú, no hagas nada.',
  en: 'If this was not you, do nothing.',
  pt: 'Se não foi você, não faça nada.',
}

const wordings = {
  verify: {
    es: { subject: 'Confirma tu correo', text: 'Confirma tu correo con este código, válido un día:' },
    en: { subject: 'Confirm your e-mail address', text: 'Confirm your e-mail address with this code, valid for a day:' },
    pt: { subject: 'Confirme seu e-mail', text: 'Confirme seu e-mail com este código, válido por um dia:' },
  },
  reset: {
    es: { subject: 'Una contraseña nueva', text: 'Elige una contraseña nueva con este código, válido 15 minutos:' },
    en: { subject: 'A new password', text: 'Choose a new password with this code, valid for 15 minutes:' },
    pt: { subject: 'Uma senha nova', text: 'Escolha uma senha nova com este código, válido por 15 minutos:' },
  },
  invite: {
    es: { subject: 'Una invitación', text: 'Te han invitado a este equipo. Acepta con este código, válido 7 días:' },
    en: { subject: 'An invitation', text: 'You are invited to this team. Accept with this code, valid for 7 days:' },
    pt: { subject: 'Um convite', text: 'Você foi convidado para esta equipe. Aceite com este código, válido por 7 dias:' },
  },
  known: {
    es: {
      subject: 'Ya tienes una cuenta',
      text: 'Alguien ha querido abrir una cuenta con este correo, que ya tiene una. Inicia sesión, o pide una contraseña nueva.',
    },
    en: { subject: 'You already have an account', text: 'Somebody asked for an account with this address, which has one. Sign in, or ask for a new password.' },
    pt: { subject: 'Você já tem uma conta', text: 'Alguém pediu uma conta com este e-mail, que já tem uma. Entre, ou peça uma senha nova.' },
  },
} satisfies Record<string, Wording>

/** A mail of the kit; `code` stands alone on a line, behind the page's address where there is one. */
export function mail(input: { kind: keyof typeof wordings; to: string; name: string; language: Language; code?: string; page?: string | undefined }): Mail {
  const { kind, language, code, page, name } = input
  // An invitation begins with the creator's name, the others with the reader's.
  const begins = kind === 'invite' ? name : greeting[language](name)
  const { subject, text } = wordings[kind][language]
  const link = code === undefined ? [] : [page === undefined ? code : `${page}#token=${code}`]
  return { to: input.to, subject, text: [begins, text, ...link, ignore[language]].join('\n\n') }
}
