import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test'
import { sampleAnswer } from '../../__fixtures__/sample-answer.js'
import { coach, panelOf, past, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

/** What a visitor does with an answer, and how a person takes the coach's place. */
const meta: Meta = { title: 'Talk', render: () => widgetPage({ opened: true }), parameters: { scene: { said: [past] } } }
export default meta

const rated = async (canvas: HTMLElement) => {
  const panel = await panelOf(canvas)
  await userEvent.click(await panel.findByRole('button', { name: 'No me ha servido' }))
  await panel.findByRole('dialog', { name: '¿Qué ha faltado?' })
  return panel
}

export const Helped: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    const thumb = await panel.findByRole('button', { name: 'Me ha servido' })
    await userEvent.click(thumb)
    await waitFor(() => expect(thumb).toHaveAttribute('aria-pressed', 'true'))
    await panel.findByText('Gracias por tu opinión.')
  },
}

export const AskedWhyNot: StoryObj = {
  async play({ canvasElement }) {
    const panel = await rated(canvasElement)
    expect(panel.root.activeElement).toBe(panel.getByRole('textbox', { name: /Cuéntanos/ }))
    expect(panel.root.querySelector('.wide')).toBeDisabled()
  },
}

export const WithAReason: StoryObj = {
  async play({ canvasElement }) {
    const panel = await rated(canvasElement)
    await userEvent.keyboard('No dice el precio.{Enter}')
    await panel.findByRole('button', { name: 'Cambiar el motivo' })
    const thumb = panel.getByRole('button', { name: 'No me ha servido' })
    await waitFor(() => expect(panel.root.activeElement).toBe(thumb))
    expect(thumb).toHaveAttribute('aria-pressed', 'true')
  },
}

export const AnotherAnswer: StoryObj = {
  parameters: { scene: { said: [past], next: [{ pieces: ['Con **calma**, y con agua a mano.'] }] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(await panel.findByRole('button', { name: 'Escribir otra respuesta' }))
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByRole('group', { name: 'Versión 2 de 2' })
    await userEvent.click(panel.getByRole('button', { name: 'Versión anterior' }))
    await panel.findByRole('group', { name: 'Versión 1 de 2' })
    await panel.findByRole('table')
    await userEvent.click(panel.getByRole('button', { name: 'Versión siguiente' }))
    await panel.findByText('calma')
  },
}

export const EditingTheQuestion: StoryObj = {
  parameters: { scene: { said: [past], next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(await panel.findByRole('button', { name: 'Editar la pregunta' }))
    await panel.findByRole('dialog', { name: 'Editar la pregunta' })
    expect(panel.getByRole('textbox', { name: 'Editar la pregunta' })).toHaveValue(past.question)
    expect(panel.getByRole('button', { name: 'Preguntar de nuevo' })).toBeDisabled()
  },
}

export const Edited: StoryObj = {
  parameters: { scene: { said: [past], next: [{ pieces: ['La segunda dura una hora.'], citations: sampleAnswer.citations, confidence: 0.824 }] } },
  async play({ canvasElement }) {
    canvasElement.querySelector<HTMLElement>('coach-widget')?.style.setProperty('--coach-confidence', 'block')
    const panel = await panelOf(canvasElement)
    await userEvent.click(await panel.findByRole('button', { name: 'Editar la pregunta' }))
    const field = await panel.findByRole('textbox', { name: 'Editar la pregunta' })
    await fireEvent.input(field, { target: { value: '¿Y la segunda?' } })
    await userEvent.keyboard('{Enter}')
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByText('La segunda dura una hora.')
    await panel.findByText(/^Confianza: 82\s%$/)
    await userEvent.click(await panel.findByRole('button', { name: 'Versión anterior' }))
    // The question as it was, with the answer that it had.
    await panel.findByText(past.question)
    await panel.findByRole('table')
    await userEvent.click(panel.getByRole('button', { name: 'Versión siguiente' }))
    await panel.findByText('La segunda dura una hora.')
    // All of it is seen: there is no newer to go to.
    await waitFor(() => expect(panel.queryByRole('button', { name: 'Ir al mensaje más reciente' })).toBe(null))
  },
}

export const APersonWasAskedFor: StoryObj = {
  parameters: { scene: { said: [past], kind: 'assisted' } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(await panel.findByRole('button', { name: 'Hablar con una persona' }))
    await waitFor(() => expect(panel.getAllByText(/^Has pedido hablar con una persona/)).toHaveLength(2))
    expect(panel.queryByRole('button', { name: 'Hablar con una persona' })).toBe(null)
  },
}

export const APersonIsHere: StoryObj = {
  parameters: { scene: { said: [past], kind: 'assisted' } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByRole('button', { name: 'Hablar con una persona' })
    await until(() => coach().isFollowed())
    coach().takeOver('Lucía')
    await panel.findByText('Lucía está aquí')
    expect(panel.queryByRole('button', { name: 'Escribir otra respuesta' })).toBe(null)
    coach().reply('Hola, soy Lucía. ¿En qué te ayudo?')
    await panel.findByText('Hola, soy Lucía. ¿En qué te ayudo?')
    coach().write()
    // Seen, and said.
    await waitFor(() => expect(panel.getAllByText('Lucía está escribiendo…')).toHaveLength(2))
  },
}

export const HandedBack: StoryObj = {
  parameters: { scene: { said: [past], kind: 'assisted', next: [{ pieces: ['Vuelvo a estar contigo.'] }] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByRole('button', { name: 'Hablar con una persona' })
    await until(() => coach().isFollowed())
    coach().takeOver('Lucía')
    coach().reply('Listo. Te dejo con el asistente.')
    coach().handBack()
    await waitFor(() => expect(panel.getAllByText('El asistente de IA vuelve a atenderte.').length).toBeGreaterThan(0))
    await userEvent.type(panel.getByRole('textbox'), 'Gracias{Enter}')
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByText('Vuelvo a estar contigo.')
    await panel.findByText('Asistente de IA')
  },
}

export const PeopleOnly: StoryObj = {
  parameters: { scene: { said: ['¿Sigue libre el piso de la calle Mayor?'], kind: 'direct' } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await waitFor(() => expect(panel.getAllByText('Te responderá una persona')).toHaveLength(2))
    expect(panel.queryByText(/La IA puede equivocarse/)).toBe(null)
  },
}

const lookedUp = (label: string | undefined, line: string): StoryObj => ({
  parameters: { scene: { next: [sampleAnswer] } },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.type(panel.getByRole('textbox'), '¿Hay sitio el lunes?{Enter}')
    await until(() => coach().isAnswering())
    await until(() => coach().isFollowed())
    await waitFor(() => expect(panel.getAllByText('Escribiendo la respuesta…')).toHaveLength(2))
    coach().lookUp(label)
    // Seen, and said.
    await waitFor(() => expect(panel.getAllByText(line)).toHaveLength(2))
  },
})
export const LookingSomethingUp = lookedUp('las citas libres', 'Consultando las citas libres…')
export const LookingUpWithoutAName = lookedUp(undefined, 'Consultando datos…')

export const QuickReplies: StoryObj = {
  parameters: {
    scene: { next: [{ pieces: ['El lunes hay **dos** horas libres.\n\n[¿A qué ', 'hora?](reply:)\n[Reservar el martes](reply:)'] }, sampleAnswer] },
  },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.type(panel.getByRole('textbox'), '¿Hay sitio el lunes?{Enter}')
    await until(() => coach().isAnswering())
    coach().next(1)
    await panel.findByText('dos')
    expect(panel.root.querySelector('.growing')?.textContent?.trim()).toBe('El lunes hay dos horas libres.')
    coach().finish()
    const replies = await panel.findByRole('list', { name: 'Respuestas sugeridas' })
    expect([...replies.children].map((each) => each.textContent?.trim())).toEqual(['¿A qué hora?', 'Reservar el martes'])
    panel.getByRole('button', { name: '¿A qué hora?' }).focus()
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(panel.queryByRole('list', { name: 'Respuestas sugeridas' })).toBe(null))
    expect(panel.root.activeElement).toBe(panel.getByRole('textbox'))
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByRole('table')
  },
}

export const Offered: StoryObj = {
  parameters: {
    scene: {
      said: [{ question: '¿Hay sitio el lunes?', answer: { pieces: ['Hay dos horas libres.\n\n[¿A qué hora?](reply:)\n[Reservar el martes](reply:)'] } }],
    },
  },
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByRole('button', { name: 'Reservar el martes' })
  },
}
export const OfferedInTheDark: StoryObj = { ...Offered, render: () => widgetPage({ opened: true, theme: 'dark' }) }
export const OfferedOnAPhone: StoryObj = { ...Offered, globals: { viewport: { value: 'phone' } } }

export const SessionEnded: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByRole('table')
    coach().endSession()
    coach().script([{ pieces: ['Hola de nuevo.'] }])
    await userEvent.type(panel.getByRole('textbox'), '¿Sigues ahí?{Enter}')
    await waitFor(() => expect(panel.getAllByText('Tu sesión anterior ha terminado. Aquí empieza una conversación nueva.')).toHaveLength(2), {
      timeout: 10_000,
    })
    await until(() => coach().isAnswering())
    coach().finish()
    await panel.findByText('Hola de nuevo.')
    expect(panel.queryByRole('table')).toBe(null)
    // It fades in.
    await waitFor(() => expect(panel.getByText('¿Sigues ahí?')).toBeVisible(), { timeout: 10_000 })
  },
}

/** The page's token of who the visitor is does not hold any more. */
export const SignedOut: StoryObj = {
  beforeEach: () => coach().refuse({ status: 401, code: 'AUTH_006', message: 'The identity token is not valid.' }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.type(panel.getByRole('textbox'), '¿Sigues ahí?{Enter}')
    await panel.findByText(/^Tu sesión en este sitio web ha caducado/)
    await panel.findByRole('button', { name: 'Reintentar' })
  },
}

export const SignedInAgain: StoryObj = {
  ...SignedOut,
  async play(context) {
    await SignedOut.play?.(context)
    const panel = await panelOf(context.canvasElement)
    coach().refuse(undefined)
    await userEvent.click(panel.getByRole('button', { name: 'Reintentar' }))
    await panel.findByText('Enviado')
    expect(panel.queryByText(/^Tu sesión en este sitio web ha caducado/)).toBe(null)
  },
}

export const PeopleInHighContrast: StoryObj = { ...APersonIsHere, parameters: { scene: { said: [past], kind: 'assisted', contrast: true } } }
export const PeopleInTheDark: StoryObj = { ...APersonIsHere, render: () => widgetPage({ opened: true, theme: 'dark' }) }
export const ReasonInTheDark: StoryObj = { ...AskedWhyNot, render: () => widgetPage({ opened: true, theme: 'dark' }) }
