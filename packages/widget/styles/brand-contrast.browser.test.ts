import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../__fixtures__/launch-chromium.js'
import { launcherStyles } from '../components/coach-widget/coach-widget.styles.js'
import { tokens } from './tokens.js'

const least = 4.5
/** Every hue at several lightnesses and saturations, with the greys and the corners. */
const brands = [...['#000000', '#ffffff', '#767676', '#808080', '#ffff00', '#00ffff', '#00ff00', '#ff0000', '#ff00ff', '#0000ff', '#0f6b5c'], ...sweep()]
const surfaces = ['--surface', '--ground', '--bubble', '--sunken']

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  page = await browser.newPage()
})

afterAll(() => browser?.close())

test.each(['light', 'dark'])(
  'in the %s theme, any brand colour can be read: under its text, as text, on its own tint, and as the colour of the page and of all text',
  async (theme) => {
    const weak: string[] = []
    const look = await paint(theme)
    for (const [index, brand] of brands.entries()) weak.push(...weaknesses(look[index] ?? empty).map((each) => `${brand}: ${each}`))
    expect(weak).toEqual([])
  },
)

test('a brand colour that carries its text already is left as it is', async () => {
  const [look = []] = [await paint('light', ['#0f6b5c', '#1f5fd6', '#ffe14d'])]
  expect(look.map(({ fill }) => hexOf(fill))).toEqual(['#0f6b5c', '#1f5fd6', '#ffe14d'])
})

function weaknesses({ fill, onFill, accents, grounds, tints, texts }: Look): string[] {
  expect(grounds.length).toBe(surfaces.length)
  const pairs = [
    [onFill, fill],
    ...[...grounds, ...tints].map((ground) => [accents, ground]),
    ...grounds.flatMap((ground) => texts.map((text) => [text, ground])),
  ]
  return pairs
    .filter(([text = [], ground = []]) => contrast(text, ground) < least)
    .map(([text = [], ground = []]) => `${text} on ${ground} has ${contrast(text, ground)}`)
}

type Rgb = number[]
interface Look {
  fill: Rgb
  onFill: Rgb
  accents: Rgb
  grounds: Rgb[]
  /** The grounds under a tenth of the accent, as behind a citation's number. */
  tints: Rgb[]
  /** The messages' and what is said beside them, in the same colour, on a page of it. */
  texts: Rgb[]
}
const empty: Look = { fill: [], onFill: [], accents: [], grounds: [], tints: [], texts: [] }

/** What the styles make of each brand colour, as pixels. */
function paint(theme: string, colors = brands): Promise<Look[]> {
  return page.evaluate(
    ({ styles, theme: chosen, colors: list, surfaces: names }) => {
      const host = document.body.appendChild(document.createElement('div'))
      host.setAttribute('theme', chosen)
      const root = host.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = styles.map((text) => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(text)
        return sheet
      })
      const probe = root.appendChild(document.createElement('i'))
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
      const pixel = (...layers: string[]) => {
        for (const layer of layers) {
          probe.style.color = `var(${layer})`
          if (!canvas) throw new Error('no canvas')
          canvas.fillStyle = getComputedStyle(probe).color
          canvas.fillRect(0, 0, 1, 1)
        }
        return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3)
      }
      const looks = list.map((color) => {
        for (const name of ['--coach-color', '--page', '--ink', '--second']) host.style.setProperty(name, color)
        const grounds = names.map((name) => pixel(name))
        const tints = names.map((name) => pixel(name, '--soft'))
        return { fill: pixel('--fill'), onFill: pixel('--on-fill'), accents: pixel('--accent'), grounds, tints, texts: [pixel('--text'), pixel('--muted')] }
      })
      host.remove()
      return looks
    },
    { styles: [launcherStyles, tokens], theme, colors, surfaces },
  )
}

/** WCAG contrast, 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(color: Rgb): number {
  const linear = (channel = 0) => (channel <= 10 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])
}

function sweep(): string[] {
  const found: string[] = []
  for (let hue = 0; hue < 360; hue += 15)
    for (const saturation of [0.35, 0.7, 1])
      for (const lightness of [0.08, 0.25, 0.4, 0.5, 0.6, 0.75, 0.92]) {
        const reach = saturation * Math.min(lightness, 1 - lightness)
        const channel = (offset: number) => {
          const turn = (offset + hue / 30) % 12
          return 255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)))
        }
        found.push(hexOf([channel(0), channel(8), channel(4)]))
      }
  return found
}

function hexOf(color: Rgb): string {
  return `#${color.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}
