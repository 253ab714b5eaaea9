import type { Citation, ShownForm, WidgetConfig } from '@coachkit/contract'
import type { ScriptedAnswer } from './scripted-coach.js'

export const sampleConfig: WidgetConfig = {
  creator: 'ana',
  name: 'Ana López',
  language: 'es',
  greeting: '¡Hola! Soy la coach virtual de Ana. Pregúntame por las sesiones, los métodos o las tarifas.',
  placeholder: 'Escribe tu pregunta…',
  suggestions: ['¿Cómo preparo mi primera sesión?', '¿Cuánto cuesta y cómo puedo cancelar?', '¿Qué es el método 10-10?'],
  active: true,
  primaryColor: '#0f6b5c',
  secondaryColor: '#6c757d',
  backgroundColor: '#ffffff',
  textColor: '#212529',
  borderRadius: 20,
  autoOpen: false,
  showTypingIndicator: true,
  position: 'bottom-right',
}

export const sampleForm: ShownForm = {
  version: 'v1',
  intro: { es: 'Antes de empezar, cuéntanos un poco.', en: 'Tell us a little first.', pt: 'Antes de começar, conte-nos um pouco.' },
  fields: [
    { name: 'who', type: 'name', required: true },
    { name: 'mail', type: 'email', required: false },
    { name: 'about', type: 'select', label: { es: 'Tema', en: 'Subject', pt: 'Assunto' }, required: true, options: ['Tarifas', 'Sesiones', 'Otra cosa'] },
  ],
  consent: {
    text: {
      es: 'Acepto que se guarden mis mensajes para responderme.',
      en: 'I agree that my messages are kept to answer me.',
      pt: 'Aceito que minhas mensagens sejam guardadas para me responder.',
    },
    link: 'https://example.com/privacidad',
  },
}

const citations: Citation[] = [
  {
    number: 1,
    chunkId: '0190c1de-0000-7000-8000-000000000001',
    documentId: 'doc_0123456789abcdef01234567',
    documentName: 'primera-sesion.md',
    headings: ['Primera sesión', 'Antes de venir'],
    quote: 'Reserva media hora el día anterior. Dibuja tu rueda de la vida y escribe una sola frase sobre lo que quieres que cambie.',
  },
  {
    number: 2,
    chunkId: '0190c1de-0000-7000-8000-000000000002',
    documentId: 'doc_0123456789abcdef01234568',
    documentName: 'guia-de-tarifas-y-cancelaciones.pdf',
    page: 3,
    headings: [],
    quote: 'Puedes cancelar sin coste hasta 24 horas antes.',
  },
]

export const sampleAnswer: ScriptedAnswer = {
  pieces: [
    '## Antes de la sesión\n\nReserva **media hora** el día',
    ' anterior [1]:\n\n1. Dibuja tu *rueda de la vida*.\n2. Escribe **una sola frase** sobre lo que quieres que cambie.\n',
    '3. Ten a mano `agua` y papel.\n\n| Sesión | Precio |\n| --- | --- |\n| Primera | 60 € |\n| Siguientes | 80 € |\n\n',
    '> Puedes cancelar hasta 24 horas antes [2].\n\nMás en [la web](https://example.com/guia).',
  ],
  citations,
}
