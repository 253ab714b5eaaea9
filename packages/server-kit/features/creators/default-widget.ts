import type { Language } from '@coachkit/contract'
import type { WidgetSettings } from '../../ports/index.js'

/** A widget's texts and looks until the creator chooses others. */
export function defaultWidget(language: Language): Required<Omit<WidgetSettings, 'updatedAt' | 'rateLimitPerMinute'>> {
  return {
    ...texts[language],
    active: true,
    suggestions: [],
    hours: '',
    primaryColor: usualColor,
    secondaryColor: '#6c757d',
    backgroundColor: '#ffffff',
    textColor: '#212529',
    borderRadius: 8,
    position: 'bottom-right',
    launcher: usualLauncher,
    font: 'system',
    form: null,
    nudges: [],
    autoOpen: false,
    showTypingIndicator: true,
    responseDelayMs: 1000,
  }
}

/** Also the launcher's before its settings are there: it stands in the widget's styles. */
export const usualColor = '#007bff'
export const usualLauncher = { icon: 'chat', size: 60, offsetX: 20, offsetY: 20 } as const

const texts: Record<Language, { greeting: string; placeholder: string }> = {
  es: { greeting: '¡Hola! ¿En qué puedo ayudarte?', placeholder: 'Escribe tu mensaje...' },
  en: { greeting: 'Hello! How can I help you today?', placeholder: 'Type your message...' },
  pt: { greeting: 'Olá! Como posso ajudar?', placeholder: 'Escreva a sua mensagem...' },
}
