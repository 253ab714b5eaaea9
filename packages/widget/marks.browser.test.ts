import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { setStage } from './__fixtures__/stage.js'

const stage = setStage()

test('a message to people is sent, delivered and read, in words, in both schemes and at 390 px', async () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    stage.server.reset()
    stage.server.remember(['¿Sigue libre el piso?'])
    stage.server.answeredBy('direct')
    const page = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    const widget = page.locator('coach-widget')
    await widget.getByRole('button').first().click()
    const marks = widget.locator('.mark')
    await expect.poll(() => marks.allTextContents()).toEqual(['Enviado'])
    await expect.poll(() => stage.server.isFollowed()).toBe(true)
    stage.server.mark('delivered')
    await expect.poll(() => marks.allTextContents()).toEqual(['Entregado'])
    stage.server.mark('read')
    await expect.poll(() => marks.allTextContents()).toEqual(['Leído'])
    // It never goes back.
    await widget.getByRole('textbox').fill('¿Y admite perros?')
    await page.keyboard.press('Enter')
    await expect.poll(() => marks.allTextContents()).toEqual(['Leído', 'Enviado'])
    await examine(page, `marks-${colorScheme}-${width}`)
    // Over a reload the subscription says how far people have come.
    await page.reload()
    await page.locator('coach-widget').getByRole('button').first().click()
    await expect.poll(() => marks.allTextContents()).toEqual(['Leído', 'Enviado'])
    stage.server.takeOver('Lucía')
    stage.server.reply('Sí, y admite perros.')
    await expect.poll(() => marks.count()).toBe(0)
  }
}, 90_000)

test('what a person wrote is said to have come while the chat is closed, and to be read once it is seen', async () => {
  stage.server.remember(['¿Sigue libre el piso?'])
  stage.server.answeredBy('direct')
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await expect.poll(() => stage.server.isFollowed()).toBe(true)
  await widget.getByText('Enviado').waitFor()
  await page.keyboard.press('Escape')
  stage.server.takeOver('Lucía')
  stage.server.reply('Sí, sigue libre.')
  await expect.poll(() => stage.server.receiptOf('visitor')).toMatchObject({ delivered: 3, read: 0 })
  await widget.getByRole('button').first().click()
  await expect.poll(() => stage.server.receiptOf('visitor')).toMatchObject({ delivered: 3, read: 3 })
  // Nothing is said again that is known.
  const marked = () => stage.server.requests.filter((each) => each.endsWith('/receipts')).length
  expect(marked()).toBe(2)
  stage.server.reply('¿Quieres verlo?')
  await expect.poll(() => stage.server.receiptOf('visitor')).toMatchObject({ read: 4 })
  expect(marked()).toBe(3)
})

test('with the coach alone a message has no marks of people, and nothing is said of what was read', async () => {
  stage.server.script([{ pieces: ['Con calma.'] }])
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('textbox').fill('¿Y la segunda?')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
  expect(await widget.locator('.mark').count()).toBe(0)
  expect(stage.server.requests.filter((each) => each.endsWith('/receipts'))).toEqual([])
})
