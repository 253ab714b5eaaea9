import { afterEach, expect } from 'vitest'
import { page } from 'vitest/browser'

// How each story looked at its end, beside how it looked the time before.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') return
  await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined)))
  await expect(page.elementLocator(document.body)).toMatchScreenshot(task.name)
})
