import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { inPanel, partsOf } from '../../__fixtures__/story-parts.js'
import { locale } from '../../locales/es.js'
import { type ComposerInput, composerTemplate } from './composer.js'

const meta: Meta<ComposerInput> = {
  title: 'Composer',
  args: { locale, placeholder: 'Escribe tu pregunta…', draft: '', ready: false, stoppable: false, onDraft: fn(), onSend: fn(), onStop: fn(), more: undefined },
  render: (input) => inPanel(composerTemplate(input)),
}
export default meta
type Story = StoryObj<ComposerInput>

export const Empty: Story = {
  async play({ canvasElement, args }) {
    const parts = partsOf(canvasElement)
    expect(parts.getByRole('button', { name: 'Enviar' })).toBeDisabled()
    await userEvent.click(parts.getByRole('textbox', { name: 'Escribe tu pregunta…' }))
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.keyboard('h')
    await expect(args.onDraft).toHaveBeenCalledWith('h')
  },
}

export const Written: Story = {
  args: { draft: '¿Cuánto cuesta?', ready: true },
  async play({ canvasElement, args }) {
    const parts = partsOf(canvasElement)
    await userEvent.click(parts.getByRole('textbox'))
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).toHaveBeenCalledOnce()
    await userEvent.click(parts.getByRole('button', { name: 'Enviar' }))
    await expect(args.onSend).toHaveBeenCalledTimes(2)
  },
}

export const Answering: Story = {
  args: { stoppable: true },
  async play({ canvasElement, args }) {
    await userEvent.click(partsOf(canvasElement).getByRole('button', { name: 'Detener la respuesta' }))
    await expect(args.onStop).toHaveBeenCalledOnce()
  },
}
