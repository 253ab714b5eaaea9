import { expect, test } from 'vitest'
import { hostileMarkdown } from './__fixtures__/hostile-markdown.js'
import { ask, question, setStage } from './__fixtures__/stage.js'

const stage = setStage()

/** What together makes one long answer. */
const short = 400

test('hostile text stays text: nothing runs, nothing is fetched', async () => {
  const payloads = await hostileMarkdown()
  const brief = payloads.filter(({ length }) => length <= short)
  const answers = [brief.map((each) => `${each}\n\n`), ...payloads.filter(({ length }) => length > short).map((each) => [each])]
  const page = await stage.open('/')
  stage.server.script(answers.map((pieces) => ({ pieces })))
  const foreign: string[] = []
  page.on('request', (request) => request.url().startsWith(stage.server.url) || foreign.push(request.url()))
  const widget = await ask(page, stage.server)
  for (const [at] of answers.entries()) {
    if (at > 0) {
      await widget.getByRole('textbox').fill(question)
      await page.keyboard.press('Enter')
    }
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByRole('button', { name: 'Detener la respuesta' }).waitFor({ state: 'detached' })
    await widget.locator('.growing, .typing').waitFor({ state: 'detached' })
  }
  await widget.getByRole('button', { name: 'Mensajes anteriores' }).click()
  await expect.poll(() => widget.locator('.answer .markdown').count()).toBe(answers.length)
  const found = await widget.locator('.log').evaluate((log) => {
    const elements = [...log.querySelectorAll('.markdown *')].filter((each) => !each.closest('.copy-code'))
    return {
      names: [...new Set(elements.map((each) => each.localName))],
      handlers: elements.flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'style'),
      schemes: [
        ...new Set(
          elements
            .map((each) => (each as HTMLAnchorElement).href)
            .filter(Boolean)
            .map((href) => new URL(href).protocol),
        ),
      ],
    }
  })
  expect(
    found.names.filter((name) => ['script', 'img', 'iframe', 'svg', 'style', 'form', 'input', 'object', 'embed', 'link', 'meta', 'base'].includes(name)),
  ).toEqual([])
  expect(found.handlers).toEqual([])
  expect(found.schemes.filter((scheme) => !['http:', 'https:', 'mailto:'].includes(scheme))).toEqual([])
  expect(foreign).toEqual([])
})

test('what a visitor wrote is shown letter by letter, whatever a page would make of it', async () => {
  const written = (await hostileMarkdown()).filter(({ length }) => length <= short).slice(0, 40)
  stage.server.remember(written)
  const page = await stage.open('/')
  const foreign: string[] = []
  page.on('request', (request) => request.url().startsWith(stage.server.url) || foreign.push(request.url()))
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  const bubbles = widget.locator('.question .bubble')
  await widget.getByRole('button', { name: 'Mensajes anteriores' }).click()
  await bubbles.nth(written.length - 1).waitFor()
  const shown = await bubbles.evaluateAll((all) =>
    all.map((each) => [each.textContent, Array.from(each.querySelectorAll('*'), ({ className }) => className)] as const),
  )
  // All that is an element is who says it, for those who hear it.
  expect(shown).toEqual(written.map((text) => [`Tú: ${text}`, ['hidden']]))
  expect(foreign).toEqual([])
})
