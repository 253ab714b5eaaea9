import type { Language } from '@coachkit/contract'
import type { WidgetSettings } from '../../ports/index.js'

/** A widget's texts and looks until the creator chooses others. */
export function defaultWidget(input: { name: string; language: Language }): WidgetSettings {
  return { ...texts[input.language](input.name), suggestions: [], primaryColor: '#0f6b5c', position: 'bottom-right' }
}

const texts: Record<Language, (name: string) => { greeting: string; placeholder: string }> = {
  es: (name) => ({ greeting: `¡Hola! Soy el asistente de ${name}. ¿En qué te ayudo?`, placeholder: 'Escribe tu pregunta…' }),
  en: (name) => ({ greeting: `Hello! I am the assistant of ${name}. How can I help?`, placeholder: 'Write your question…' }),
  pt: (name) => ({ greeting: `Olá! Sou o assistente de ${name}. Como posso ajudar?`, placeholder: 'Escreva a sua pergunta…' }),
}
