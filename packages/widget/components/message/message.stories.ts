import type { Citation } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { sampleAnswer } from '../../__fixtures__/sample-answer.js'
import { inPanel, partsOf } from '../../__fixtures__/story-parts.js'
import { locale } from '../../locales/es.js'
import { messageTemplate, typingTemplate } from './message.js'

const openCitation = fn<(citation: Citation, opener: HTMLElement) => void>()
const retry = fn<(messageId: string) => void>()
const meta: Meta<ThreadMessage> = {
  title: 'Message',
  args: {
    id: 'm',
    role: 'assistant',
    status: 'completed',
    text: sampleAnswer.pieces.join(''),
    citations: sampleAnswer.citations ?? [],
    createdAt: '2026-01-01T09:00:00Z',
  },
  render: (message) => inPanel(messageTemplate(message, { locale, openCitation, retry, actions: () => undefined, code: () => undefined })),
  beforeEach: () => {
    openCitation.mockClear()
    retry.mockClear()
  },
}
export default meta
type Story = StoryObj<ThreadMessage>

export const Answer: Story = {
  async play({ canvasElement, args }) {
    const parts = partsOf(canvasElement)
    expect(parts.getByRole('link', { name: 'la web' })).toHaveAttribute('rel', 'noopener noreferrer nofollow ugc')
    const chip = parts.getByRole('button', { name: 'Fuente 2: guia-de-tarifas-y-cancelaciones.pdf' })
    await userEvent.click(chip)
    await expect(openCitation).toHaveBeenCalledWith(args.citations[1], chip)
  },
}

export const CitationCards: Story = {
  args: { text: 'Reserva media hora [1] y cancela con tiempo [2].' },
  async play({ canvasElement, args }) {
    const parts = partsOf(canvasElement)
    const cards = parts.getByRole('list', { name: 'Fuentes' })
    await userEvent.click(cards.querySelectorAll('button')[0] as HTMLElement)
    await expect(openCitation).toHaveBeenCalledWith(args.citations[0], expect.anything())
  },
}

export const Growing: Story = {
  args: { status: 'pending', text: '## Antes\n\nReserva **media ho', citations: [] },
  async play({ canvasElement }) {
    const parts = partsOf(canvasElement)
    // What is not closed yet is drawn as it will be.
    expect(parts.getByText('media ho').localName).toBe('strong')
    expect(parts.queryAllByRole('button')).toEqual([])
  },
}

export const Typing: Story = {
  render: () => inPanel(typingTemplate(locale)),
  async play({ canvasElement }) {
    partsOf(canvasElement).getByText('Escribiendo la respuesta…')
  },
}

export const Hostile: Story = {
  args: { text: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://evil.test/?q=1) <script>alert(1)</script>', citations: [] },
  async play({ canvasElement }) {
    const parts = partsOf(canvasElement)
    expect(parts.root.querySelectorAll('img, script, a[href^="javascript"]')).toHaveLength(0)
    parts.getByText(/<img src=x onerror=alert\(1\)>/)
  },
}

const ended = (status: ThreadMessage['status'], sentence: string): Story => ({
  args: { status, text: 'Antes de', citations: [] },
  async play({ canvasElement, args }) {
    const parts = partsOf(canvasElement)
    parts.getByText(sentence)
    await userEvent.click(parts.getByRole('button', { name: 'Reintentar' }))
    await expect(retry).toHaveBeenCalledWith(args.id)
  },
})
export const Failed = ended('failed', 'No he podido responder.')
export const Interrupted = ended('interrupted', 'La respuesta se ha interrumpido.')
export const Stopped = ended('stopped', 'Respuesta detenida.')

export const Question: Story = {
  args: { role: 'user', status: 'sent', text: '¿Cómo preparo mi primera sesión?', citations: [] },
  async play({ canvasElement }) {
    partsOf(canvasElement).getByText('Tú:', { exact: false })
  },
}

export const UnsentQuestion: Story = {
  args: { role: 'user', status: 'unsent', text: '¿Cómo preparo mi primera sesión?', citations: [] },
  async play({ canvasElement }) {
    const parts = partsOf(canvasElement)
    await userEvent.click(parts.getByRole('button', { name: 'Reintentar' }))
    await expect(retry).toHaveBeenCalledOnce()
  },
}
