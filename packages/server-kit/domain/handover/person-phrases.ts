import type { Language } from '@coachkit/contract'

interface PersonPhrases {
  /** Asks for a person, unless the creator has said other words. */
  keywords: readonly string[]
  /** After an answer that the coach does not know. */
  offer: string
  /** A person was asked for, and the coach goes on. */
  requested: string
}

const phrases: Readonly<Record<Language, PersonPhrases>> = {
  es: {
    keywords: ['hablar con una persona', 'hablar con alguien', 'hablar con un humano', 'atención humana'],
    offer: 'Si quieres que te atienda una persona, escribe «hablar con una persona».',
    requested: 'He pedido que te atienda una persona. Mientras tanto puedes seguir escribiendo aquí.',
  },
  en: {
    keywords: ['talk to a person', 'speak to a person', 'talk to a human', 'speak to a human', 'talk to someone', 'human agent'],
    offer: 'If you would like a person to help you, write “talk to a person”.',
    requested: 'I have asked for a person to help you. Meanwhile you can go on writing here.',
  },
  pt: {
    keywords: ['falar com uma pessoa', 'falar com alguém', 'falar com um humano', 'atendimento humano'],
    offer: 'Se quiser ser atendido por uma pessoa, escreva «falar com uma pessoa».',
    requested: 'Pedi que uma pessoa atenda você. Enquanto isso, pode continuar escrevendo aqui.',
  },
}

/** In every language, because a visitor writes in their own. */
export const usualKeywords: readonly string[] = Object.values(phrases).flatMap(({ keywords }) => keywords)

/** What the coach says of a person, to a visitor of an assisted conversation. */
export function personPhrases(language: Language): PersonPhrases {
  return phrases[language]
}
