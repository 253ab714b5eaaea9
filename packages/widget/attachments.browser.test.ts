import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { focusIs, setStage } from './__fixtures__/stage.js'

const stage = setStage()
/** One red pixel. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==', 'base64')
const photo = { name: 'salon.png', mimeType: 'image/png', buffer: png }

async function open(page: Page) {
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Adjuntar un archivo' }).waitFor()
  return widget
}
const choose = async (page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) => {
  const chooser = page.waitForEvent('filechooser')
  await page.locator('coach-widget').getByRole('button', { name: 'Adjuntar un archivo' }).press('Enter')
  await (await chooser).setFiles(files)
}

test('files are chosen, removed and sent by keyboard alone, and drawn under a strict policy, in both schemes and at 390 px', async () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    stage.server.reset()
    stage.server.remember(['¿Sigue libre el piso?'])
    stage.server.answeredBy('direct')
    const strict = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, reducedMotion: 'reduce' })
    const inStrict = await open(strict)
    await choose(strict, [photo])
    await inStrict.getByRole('button', { name: 'Enviar los archivos' }).press('Enter')
    await focusIs(strict, 'TEXTAREA')
    const sent = inStrict.getByRole('button', { name: /^Descargar: salon\.png/ })
    await expect
      .poll(() => sent.locator('canvas').evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [])]))
      .toEqual([255, 0, 0, 255])
    const download = strict.waitForEvent('download')
    await sent.press('Enter')
    expect(await readFile(await (await download).path())).toEqual(png)
    expect((await download).suggestedFilename()).toBe('salon.png')

    const page = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    const look = (state: string) => examine(page, `files-${state}-${colorScheme}-${width}`)
    const widget = await open(page)
    await look('sent')
    await choose(page, [photo, { name: 'dibujo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="alert(1)"/>') }])
    await widget.getByText('Ese archivo no se puede enviar aquí.', { exact: true }).waitFor()
    await look('refused')
    const send = widget.getByRole('button', { name: 'Enviar los archivos' })
    expect(await send.isDisabled()).toBe(true)
    await widget.getByRole('button', { name: 'Quitar: dibujo.svg' }).press('Enter')
    await focusIs(page, 'TEXTAREA')
    await page.keyboard.type('Y otra')
    await look('ready')
    await page.keyboard.press('Enter')
    await widget.locator('.bubble', { hasText: 'Y otra' }).waitFor()
    await expect.poll(() => widget.getByRole('button', { name: /^Descargar: salon\.png/ }).count()).toBe(2)
    stage.expectReports(/415/)
  }
}, 90_000)

test('in an empty chat with people files wait, and the conversation is begun when they are sent', async () => {
  stage.server.answeredBy('direct')
  const page = await stage.open('/', { bypassCSP: true, reducedMotion: 'reduce' })
  const widget = await open(page)
  await widget.getByText('Te responderá una persona').waitFor()
  expect(await widget.getByText(/La IA puede equivocarse/).count()).toBe(0)
  const asked = () =>
    stage.server.requests.filter((each) => each.startsWith('POST') && /conversations|attachments/.test(each)).map((each) => each.split('/').at(-1))
  await choose(page, [photo, { name: 'dibujo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }])
  await widget.getByText('dibujo.svg', { exact: true }).waitFor()
  await examine(page, 'files-waiting')
  expect(asked()).toEqual([])
  await widget.getByRole('textbox').fill('¿Y este salón?')
  await page.keyboard.press('Enter')
  // One is refused: nothing is sent before it is taken away, and nothing of what was written is lost.
  await widget.getByText('Ese archivo no se puede enviar aquí.', { exact: true }).waitFor()
  expect(await widget.getByRole('textbox').inputValue()).toBe('¿Y este salón?')
  expect(asked()).toEqual(['conversations', 'attachments', 'attachments'])
  await widget.getByRole('button', { name: 'Quitar: dibujo.svg' }).press('Enter')
  await widget.getByRole('button', { name: 'Enviar los archivos' }).press('Enter')
  await widget.locator('.bubble', { hasText: '¿Y este salón?' }).waitFor()
  await widget.getByRole('button', { name: /^Descargar: salon\.png/ }).waitFor()
  expect(asked()).toEqual(['conversations', 'attachments', 'attachments', 'messages'])
  const told = () => (globalThis as unknown as { details: { type: string; role?: string; text?: string }[] }).details
  expect((await page.evaluate(told)).map(({ type, role, text }) => [type, role, text])).toEqual([
    ['coach-conversation', undefined, undefined],
    ['coach-message', 'user', '¿Y este salón?'],
  ])
  await expect.poll(() => widget.locator('.mark').allTextContents()).toEqual(['Enviado'])
  // A new one is empty again, and takes files as well.
  await widget.getByRole('button', { name: 'Nueva conversación' }).click()
  await choose(page, [photo])
  await widget.getByText('salon.png', { exact: true }).waitFor()
  expect(asked()).toHaveLength(4)
  stage.expectReports(/415/)
})

test('in an element that was moved files are pasted too, and Enter sends them', async () => {
  stage.server.remember(['¿Sigue libre el piso?'])
  stage.server.answeredBy('direct')
  const page = await stage.open('/')
  const widget = await open(page)
  await widget.evaluate((each) => document.querySelector('main')?.append(each))
  await widget.getByRole('button', { name: 'Adjuntar un archivo' }).waitFor()
  const field = widget.getByRole('textbox')
  await expect
    .poll(() =>
      field.evaluate((each) => {
        const data = new DataTransfer()
        data.items.add(new File(['hola'], 'plano.txt', { type: 'text/plain' }))
        return each.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true, clipboardData: data }))
      }),
    )
    .toBe(false)
  await widget.getByRole('button', { name: 'Quitar: plano.txt' }).first().waitFor()
  await expect.poll(() => widget.getByRole('button', { name: 'Enviar los archivos' }).isEnabled()).toBe(true)
  await field.press('Enter')
  await widget.getByRole('button', { name: /^Descargar: plano\.txt/ }).waitFor()
})

test('what is pasted or dropped is taken, five at most, and an upload can be cancelled', async () => {
  stage.server.remember(['¿Sigue libre el piso?'])
  stage.server.answeredBy('direct')
  const page = await stage.open('/')
  const widget = await open(page)
  stage.server.hold(new Promise(() => undefined))
  const give = (type: 'paste' | 'drop', count: number) =>
    widget.getByRole('textbox').evaluate(
      (field, [kind, files]) => {
        const data = new DataTransfer()
        for (let number = 1; number <= files; number++) data.items.add(new File(['hola'], `${kind}-${number}.txt`, { type: 'text/plain' }))
        const options = { bubbles: true, composed: true, cancelable: true }
        field.dispatchEvent(
          kind === 'paste' ? new ClipboardEvent('paste', { ...options, clipboardData: data }) : new DragEvent('drop', { ...options, dataTransfer: data }),
        )
      },
      [type, count] as const,
    )
  await give('paste', 1)
  await widget.getByRole('progressbar', { name: 'Subiendo: paste-1.txt' }).waitFor()
  await give('drop', 5)
  await widget.getByText('drop-4.txt').waitFor()
  expect(await widget.getByRole('progressbar').count()).toBe(5)
  await widget.getByText('Como máximo, cinco archivos en un mensaje.').waitFor({ state: 'attached' })
  await widget.getByRole('button', { name: 'Quitar: paste-1.txt' }).click()
  await widget.getByText('paste-1.txt', { exact: true }).waitFor({ state: 'detached' })
  expect(await widget.getByRole('progressbar').count()).toBe(4)
})

test('a conversation with the coach takes no files and loads nothing for them', async () => {
  stage.server.remember(['¿Qué incluye?'])
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  expect(await widget.getByRole('button', { name: 'Adjuntar un archivo' }).count()).toBe(0)
  expect(stage.server.requests.filter((each) => each.includes('attachments'))).toEqual([])
})
