import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Set to a folder to keep a picture of each state. */
const pictures = process.env.WIDGET_PICTURES

/** No accessibility violation in the state the page is in; the page must have been opened with `bypassCSP`. */
export async function examine(page: Page, name: string): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))).then(() => undefined))
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) })
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
  await page.evaluate(await readFile(axe, 'utf8'))
  const violations = await page.evaluate(async () => {
    const { violations: found } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
    ).axe.run()
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
  })
  expect(violations, name).toEqual([])
}
