import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { setStage } from './__fixtures__/stage.js'

const path = join(process.env.COACHKIT_ATTACK || fileURLToPath(new URL('../../../shared/attack', import.meta.url)), 'active_content_files.jsonl')
const rows = existsSync(path)
  ? readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as { filename: string; body_b64: string })
  : undefined
if (!rows) console.warn('attack active_content_files: skipped in the widget, the set is not there (COACHKIT_ATTACK names its folder)')

const stage = setStage()
/** As a server would never say, and as it would. */
const types = ['image/png', 'image/svg+xml', 'application/xhtml+xml', 'text/html', 'text/plain']

test.skipIf(!rows)(
  'files that hold something active run nothing and ask for nothing, neither shown nor fetched, even where the page has no policy and the server is wrong about them',
  async () => {
    stage.server.remember(['¿Sigue libre el piso?'])
    stage.server.answeredBy('direct')
    const page = await stage.open('/', { bypassCSP: true, reducedMotion: 'reduce' })
    const happened: string[] = []
    const own = stage.server.url
    page.on('dialog', (dialog) => {
      happened.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('popup', (popup) => happened.push(`popup ${popup.url()}`))
    page.on('frameattached', (frame) => happened.push(`frame ${frame.url()}`))
    page.on('framenavigated', (frame) => happened.push(`navigation ${frame.url()}`))
    page.context().on('request', (request) => request.url().startsWith(own) || /^(blob|data):/.test(request.url()) || happened.push(`request ${request.url()}`))
    const widget = page.locator('coach-widget')
    await widget.getByRole('button').first().click()
    await expect.poll(() => stage.server.isFollowed()).toBe(true)
    stage.server.takeOver('Lucía')
    const asked = () => stage.server.requests.filter((each) => each.includes('/attachments/')).length
    for (const type of types) {
      const before = asked()
      stage.server.reply(
        type,
        (rows ?? []).map(({ filename, body_b64 }) => new File([Buffer.from(body_b64, 'base64')], filename, { type })),
      )
      const row = widget.locator('.row.answer', { hasText: type }).last()
      const buttons = row.getByRole('button', { name: /^Descargar: / })
      await expect.poll(() => buttons.count()).toBe(rows?.length)
      for (const button of await buttons.all()) await button.scrollIntoViewIfNeeded()
      // A picture that is none goes, and leaves its name.
      await expect.poll(() => row.locator('canvas').count()).toBe(0)
      expect(await row.locator('img, svg script, iframe, object, embed, style, link').count()).toBe(0)
      // Nothing is asked for before a click, but for what says that it is a picture: that is read from the kit's own server.
      expect(asked() - before).toBe(type.startsWith('image/') ? rows?.length : 0)
      for (const button of await buttons.all()) {
        const read = asked()
        await button.click()
        await expect.poll(asked).toBe(read + 1)
      }
    }
    expect(happened).toEqual([])
  },
  120_000,
)
