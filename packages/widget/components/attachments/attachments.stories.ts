import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test'
import { samplePicture } from '../../__fixtures__/sample-picture.js'
import { coach, panelOf, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

/** Files that people send each other, where no coach answers. */
const meta: Meta = {
  title: 'Attachments',
  render: () => widgetPage({ opened: true }),
  parameters: { scene: { said: ['¿Sigue libre el piso de la calle Mayor?'], kind: 'direct' } },
}
export default meta

const plan = new File(['%PDF-1.7'.padEnd(240_000)], 'plano-de-la-vivienda-con-medidas.pdf', { type: 'application/pdf' })

async function drop(canvas: HTMLElement, files: File[]) {
  const panel = await panelOf(canvas)
  await panel.findByRole('button', { name: 'Adjuntar un archivo' })
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  panel.getByRole('log').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, composed: true, cancelable: true }))
  return panel
}

export const ReadyToSend: StoryObj = {
  async play({ canvasElement }) {
    const panel = await drop(canvasElement, [await samplePicture(), plan])
    await waitFor(() => expect(panel.getByRole('button', { name: 'Enviar los archivos' })).toBeEnabled())
    await until(() => panel.root.querySelector<HTMLCanvasElement>('.tray canvas')?.width === 480)
    await userEvent.click(panel.getByRole('button', { name: `Quitar: ${plan.name}` }))
    expect(panel.queryByText(plan.name)).toBe(null)
  },
}

export const Uploading: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByRole('button', { name: 'Adjuntar un archivo' })
    coach().hold(new Promise(() => undefined))
    await drop(canvasElement, [plan])
    await panel.findByRole('progressbar', { name: `Subiendo: ${plan.name}` })
    expect(panel.getByRole('button', { name: 'Enviar los archivos' })).toBeDisabled()
  },
}

export const NotTaken: StoryObj = {
  async play({ canvasElement }) {
    const panel = await drop(canvasElement, [new File(['<svg/>'], 'dibujo.svg', { type: 'image/svg+xml' })])
    await panel.findByText('Ese archivo no se puede enviar aquí.')
    await panel.findByRole('button', { name: 'Reintentar: dibujo.svg' })
  },
}

export const TooLarge: StoryObj = {
  async play({ canvasElement }) {
    const panel = await drop(canvasElement, [new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'película.png', { type: 'image/png' })])
    await panel.findByText('El archivo es demasiado grande: 10 MB como máximo.')
  },
}

export const Sent: StoryObj = {
  async play({ canvasElement }) {
    const panel = await drop(canvasElement, [await samplePicture(), plan])
    await waitFor(() => expect(panel.getByRole('button', { name: 'Enviar los archivos' })).toBeEnabled())
    await fireEvent.input(panel.getByRole('textbox'), { target: { value: 'Así está ahora' } })
    panel.getByRole('textbox').focus()
    await userEvent.keyboard('{Enter}')
    await panel.findByText('Así está ahora')
    await panel.findByRole('button', { name: /^Descargar: salon\.png/ })
    await until(() => panel.root.querySelector<HTMLCanvasElement>('.files canvas')?.width === 480)
  },
}

export const FromAPerson: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await until(() => coach().isFollowed())
    coach().takeOver('Lucía')
    coach().reply('Te paso el salón y el plano.', [await samplePicture(), plan])
    await panel.findByRole('button', { name: /^Descargar: plano/ })
    await until(() => panel.root.querySelector<HTMLCanvasElement>('.files canvas')?.width === 480)
  },
}

const waiting: StoryObj = {
  parameters: { scene: { said: [], kind: 'direct' } },
  async play({ canvasElement }) {
    const panel = await drop(canvasElement, [await samplePicture(), plan])
    await waitFor(() => expect(panel.getByRole('button', { name: 'Enviar los archivos' })).toBeEnabled())
    await until(() => panel.root.querySelector<HTMLCanvasElement>('.tray canvas')?.width === 480)
    await panel.findByText('Te responderá una persona')
  },
}
export const InAnEmptyChat: StoryObj = waiting
export const InAnEmptyChatOnAPhone: StoryObj = { ...waiting, globals: { viewport: { value: 'phone' } } }
export const InTheDark: StoryObj = { ...Sent, render: () => widgetPage({ opened: true, theme: 'dark' }) }
export const InHighContrast: StoryObj = { ...ReadyToSend, parameters: { scene: { said: ['¿Sigue libre?'], kind: 'direct', contrast: true } } }
