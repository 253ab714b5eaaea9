import { type Browser, chromium } from 'playwright-core'
import forFirefox from 'playwright-core-firefox'

/** A headless Chromium: the one `npm test` found, or Debian's. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A headless Firefox as distributions have it, over WebDriver BiDi. Newer versions of the library ask for what the long-term one lacks. */
export function launchFirefox(): Promise<Browser> {
  const { _bidiFirefox } = forFirefox as unknown as { _bidiFirefox: typeof chromium }
  return _bidiFirefox.launch({ channel: 'moz-firefox', executablePath: process.env.COACHKIT_FIREFOX ?? '/usr/bin/firefox-esr' })
}
