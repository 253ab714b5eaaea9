import type { Language } from '@coachkit/contract'
import { saysAny } from './says-any.js'

/** What is taken as a cry for help, and what the coach says to it. */
export type CrisisRule = Readonly<Record<Language, { phrases: readonly string[]; answer: string }>>

/**
 * What somebody says of themselves who may be in danger: a short list, in the first person, so that a question about the subject is
 * answered as any other. It is no diagnosis and finds only these words. The answers name no telephone number: which one helps depends on
 * the country, and a host that knows it says so.
 */
export const usualCrisisRule: CrisisRule = {
  es: {
    phrases: [
      'quiero morir',
      'quiero morirme',
      'me quiero morir',
      'quiero matarme',
      'me quiero matar',
      'voy a matarme',
      'me voy a matar',
      'suicidarme',
      'quitarme la vida',
      'acabar con mi vida',
      'ya no quiero vivir',
      'no quiero seguir viviendo',
      'hacerme daño',
      'cortarme las venas',
    ],
    answer:
      'Siento mucho que estés pasando por esto. Soy un asistente automático y no puedo darte la ayuda que necesitas ahora. Si estás en peligro, llama al número de emergencias de tu país o acude ahora mismo a alguien de confianza. He pedido que una persona lea esta conversación.',
  },
  en: {
    phrases: [
      'kill myself',
      'killing myself',
      'end my life',
      'take my own life',
      'want to die',
      'wanna die',
      'i am suicidal',
      'i m suicidal',
      'commit suicide',
      'hurt myself',
      'harm myself',
      'do not want to live',
      'don t want to live',
      'dont want to live',
    ],
    answer:
      'I am very sorry that you are going through this. I am an automated assistant and cannot give you the help you need right now. If you are in danger, call the emergency number of your country or turn to someone you trust now. I have asked for a person to read this conversation.',
  },
  pt: {
    phrases: [
      'quero morrer',
      'quero me matar',
      'vou me matar',
      'matar me',
      'me suicidar',
      'suicidar me',
      'tirar minha vida',
      'tirar a minha vida',
      'acabar com minha vida',
      'acabar com a minha vida',
      'não quero mais viver',
      'não quero viver mais',
      'me machucar',
      'cortar os pulsos',
    ],
    answer:
      'Sinto muito que você esteja passando por isso. Sou um assistente automático e não posso dar a ajuda de que você precisa agora. Se você estiver em perigo, ligue para o número de emergência do seu país ou procure agora mesmo alguém de confiança. Pedi que uma pessoa leia esta conversa.',
  },
}

/** What to say to a text that cries for help, in the language of its words; `undefined` for any other. */
export function crisisAnswer(text: string, rule: CrisisRule): string | undefined {
  return Object.values(rule).find(({ phrases }) => saysAny(text, phrases))?.answer
}
