import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { sampleAnswer } from '../../__fixtures__/sample-answer.js'
import { coach, panelOf, past, question, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

const meta: Meta = { title: 'Panel', render: () => widgetPage({ opened: true }) }
export default meta

const ask = async (canvas: HTMLElement, text = question) => {
  const panel = await panelOf(canvas)
  const field = panel.getByRole('textbox')
  await userEvent.type(field, text)
  await userEvent.keyboard('{Enter}')
  return panel
}

export const Empty: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await expect(panel.findAllByRole('listitem')).resolves.toHaveLength(3)
    expect(panel.getByRole('button', { name: 'Nueva conversación' })).toBeDisabled()
  },
}

export const Skeleton: StoryObj = {
  parameters: { scene: { said: [past] } },
  beforeEach: () => coach().hold(new Promise(() => undefined)),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText('Cargando la conversación…')
    expect(panel.getByRole('log')).toHaveAttribute('aria-busy', 'true')
  },
}

export const Waiting: StoryObj = {
  parameters: { scene: { next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    // Seen, and said.
    await waitFor(() => expect(panel.getAllByText('Escribiendo la respuesta…')).toHaveLength(2))
    await panel.findByRole('button', { name: 'Detener la respuesta' })
  },
}

export const Streaming: StoryObj = {
  parameters: { scene: { next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await until(() => coach().isAnswering())
    coach().next(3)
    await panel.findByRole('table')
    // Said once, when it is whole.
    expect(panel.root.querySelector('.announcer')?.textContent).toBe('')
  },
}

export const WithCitations: StoryObj = {
  parameters: { scene: { next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await until(() => coach().isAnswering())
    coach().finish()
    const chip = await panel.findByRole('button', { name: /^Fuente 1: / })
    await waitFor(() => expect(panel.root.querySelector('.announcer')?.textContent).toMatch(/^Respuesta: Antes de la sesión/))
    await userEvent.click(chip)
    await panel.findByRole('dialog', { name: 'Fuente 1: primera-sesion.md' })
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(panel.root.activeElement).toBe(chip))
  },
}

export const Stopped: StoryObj = {
  parameters: { scene: { next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await until(() => coach().isAnswering())
    coach().next(1)
    await userEvent.click(await panel.findByRole('button', { name: 'Detener la respuesta' }))
    await panel.findByText('Respuesta detenida.')
  },
}

export const FailedThenRetried: StoryObj = {
  parameters: { scene: { next: [{ pieces: ['Antes de'], status: 'failed', errorCode: 'AI_001' }, sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByText('No he podido responder.')
    await userEvent.click(panel.getByRole('button', { name: 'Reintentar' }))
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByRole('button', { name: /^Fuente 1: / })
  },
}

export const Failed: StoryObj = {
  parameters: { scene: { said: [{ question, answer: { pieces: ['Antes de'], status: 'failed', errorCode: 'AI_001' } }] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText('No he podido responder.')
  },
}

export const Exhausted: StoryObj = {
  parameters: { scene: { said: [{ question, answer: { pieces: [], status: 'failed', errorCode: 'QUOTA_001' } }] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/^Ya he dado todas mis respuestas/)
  },
}

export const Reconnecting: StoryObj = {
  parameters: { scene: { said: [past] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    coach().disconnect()
    await panel.findByText('Se ha perdido la conexión. Reconectando…')
    coach().connect()
    await waitFor(() => expect(panel.queryByText('Se ha perdido la conexión. Reconectando…')).toBe(null), { timeout: 20_000 })
    coach().disconnect()
    await panel.findByText('Se ha perdido la conexión. Reconectando…')
  },
}

export const Connecting: StoryObj = {
  parameters: { scene: { said: [past] } },
  beforeEach: () => coach().disconnect(),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/^(Conectando…|Se ha perdido la conexión)/)
  },
}

export const SentAway: StoryObj = {
  parameters: { scene: { said: [past] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await until(() => coach().isFollowed())
    coach().sendAway()
    await panel.findByText('La conexión se ha cerrado.')
    await userEvent.click(await panel.findByRole('button', { name: 'Reintentar' }))
    await waitFor(() => expect(panel.queryByText('La conexión se ha cerrado.')).toBe(null))
    await until(() => coach().isFollowed())
    coach().sendAway()
    await panel.findByText('La conexión se ha cerrado.')
  },
}

export const OfflineWithQueuedMessages: StoryObj = {
  parameters: { scene: { said: [past] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
    dispatchEvent(new Event('offline'))
    await panel.findByText('Sin conexión a internet. Tus mensajes se enviarán al volver.')
    coach().hold(new Promise(() => undefined))
    await ask(canvasElement, 'Para cuando vuelva')
    await panel.findByText('Enviando…')
  },
  beforeEach: () => () => {
    Reflect.deleteProperty(navigator, 'onLine')
    dispatchEvent(new Event('online'))
  },
}

export const RateLimited: StoryObj = {
  beforeEach: () => coach().refuse({ status: 429, code: 'RATE_001', message: 'Demasiadas solicitudes.', retryAfterMs: 40_000 }),
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await panel.findByText(/Se vuelve a intentar en \d+ segundos\./)
  },
}

export const Refused: StoryObj = {
  beforeEach: () => coach().refuse({ message: 'Este chat ya no admite mensajes hoy.' }),
  async play({ canvasElement }) {
    const panel = await ask(canvasElement)
    await panel.findByText('No se ha podido enviar.')
    await panel.findByText(/Este chat ya no admite mensajes hoy/)
    coach().refuse(undefined)
    await userEvent.click(panel.getByRole('button', { name: 'Reintentar' }))
    await waitFor(() => expect(panel.queryByText('No se ha podido enviar.')).toBe(null))
  },
}

export const Menu: StoryObj = {
  parameters: { scene: { said: [past] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(panel.getByRole('button', { name: 'Más opciones' }))
    await panel.findByRole('dialog', { name: 'Más opciones' })
    await waitFor(() => expect(panel.getByRole('switch', { name: 'Contraste alto' })).toHaveAttribute('aria-checked', 'false'))
  },
}

export const History: StoryObj = {
  parameters: { scene: { said: [past] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    panel.getByRole('textbox').focus()
    await userEvent.keyboard('{Alt>}h{/Alt}')
    await panel.findByRole('dialog', { name: 'Conversaciones anteriores' })
    await panel.findByRole('button', { name: new RegExp(question.replace('?', '\\?')) })
  },
}

export const Shortcuts: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    panel.getByRole('textbox').focus()
    await userEvent.keyboard('{Alt>}k{/Alt}')
    await panel.findByRole('dialog', { name: 'Atajos de teclado' })
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(panel.root.activeElement).toBe(panel.getByRole('textbox')))
    await userEvent.keyboard('{Alt>}k{/Alt}')
    await panel.findByText('Línea nueva')
  },
}
