import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleAnswer } from './__fixtures__/sample-answer.js'
import { ask, focusIs, question, setStage } from './__fixtures__/stage.js'

const stage = setStage()
const looks = [
  ['light', 1280],
  ['dark', 390],
] as const

test('thumbs, another answer and another question by keyboard alone, kept over a reload, in both schemes and at 390 px', async () => {
  for (const [colorScheme, width] of looks) {
    stage.server.reset()
    const page = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    const look = (state: string) => examine(page, `${state}-${colorScheme}-${width}`)
    stage.server.script([sampleAnswer, { pieces: ['Con calma.'] }, { pieces: ['La segunda dura una hora.'] }])
    const widget = await ask(page, stage.server)
    stage.server.finish()
    const down = widget.getByRole('button', { name: 'No me ha servido' })
    await down.focus()
    await page.keyboard.press('Space')
    await widget.getByRole('dialog', { name: '¿Qué ha faltado?' }).waitFor()
    await focusIs(page, 'TEXTAREA')
    await page.keyboard.type('No dice el precio.')
    await look('reason')
    await page.keyboard.press('Enter')
    await focusIs(page, 'BUTTON', 'icon-button thumb down')
    await look('rated')
    await page.reload()
    await page.locator('coach-widget').getByRole('button').first().click()
    await expect.poll(() => down.getAttribute('aria-pressed')).toBe('true')
    await widget.getByRole('button', { name: 'Me ha servido', exact: true }).press('Enter')
    await expect.poll(() => down.getAttribute('aria-pressed')).toBe('false')
    await widget.getByRole('button', { name: 'Me ha servido', exact: true }).press('Enter')
    await widget.getByText('Has retirado tu opinión.').waitFor({ state: 'attached' })
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.filter((each) => each === 'coach-feedback').length)).toBe(2)

    await widget.getByRole('button', { name: 'Escribir otra respuesta' }).press('Enter')
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByText('2/2').waitFor()
    await widget.getByRole('button', { name: 'Versión anterior' }).press('Enter')
    await widget.getByRole('table').waitFor()
    await look('version')
    await widget.getByRole('button', { name: 'Versión siguiente' }).press('Enter')
    await widget.getByText('Con calma.', { exact: true }).waitFor()

    await widget.getByRole('button', { name: 'Editar la pregunta' }).press('Enter')
    await widget.getByRole('textbox', { name: 'Editar la pregunta' }).fill('¿Y la segunda?')
    await look('edit')
    await page.keyboard.press('Enter')
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByText('La segunda dura una hora.', { exact: true }).waitFor()
    await widget.getByText(question).waitFor({ state: 'detached' })
    await widget.getByRole('button', { name: 'Versión anterior' }).press('Enter')
    await widget.getByText(question).waitFor()
    // What stood last when it was asked in other words.
    await widget.getByText('Con calma.', { exact: true }).waitFor()
  }
}, 90_000)

test('a person is asked for, comes, writes and hands back, in words, in both schemes and at 390 px', async () => {
  for (const [colorScheme, width] of looks) {
    stage.server.reset()
    stage.server.answeredBy('assisted')
    const page = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    const look = (state: string) => examine(page, `${state}-${colorScheme}-${width}`)
    stage.server.script([{ pieces: ['Eso no lo sé.'] }])
    const widget = await ask(page, stage.server)
    stage.server.finish()
    await page.reload()
    await page.locator('coach-widget').getByRole('button').first().click()
    await widget.getByRole('button', { name: 'Hablar con una persona' }).press('Enter')
    await widget.locator('.day', { hasText: 'Has pedido hablar con una persona' }).waitFor()
    await look('requested')
    await expect.poll(() => stage.server.isFollowed()).toBe(true)
    stage.server.takeOver('Lucía')
    await widget.getByText('Lucía está aquí').waitFor()
    await widget.locator('.day', { hasText: 'Lucía se ha unido a la conversación.' }).waitFor()
    stage.server.reply('Hola, soy Lucía.')
    await widget.locator('.announcer', { hasText: 'Lucía: Hola, soy Lucía.' }).waitFor({ state: 'attached' })
    stage.server.write()
    await widget.getByText('Lucía está escribiendo…').first().waitFor({ state: 'attached' })
    await look('person')
    expect(await widget.getByRole('button', { name: 'Escribir otra respuesta' }).count()).toBe(0)
    stage.server.handBack()
    await widget.locator('.day', { hasText: 'El asistente de IA vuelve a atenderte.' }).waitFor()
    await look('back')
  }
}, 90_000)
