import type { WidgetConfig } from '@coachkit/contract'

/** How well one of a creator's colours can be read beside the other, by WCAG 2.1. */
export interface ContrastCheck {
  color: 'primaryColor' | 'secondaryColor' | 'textColor'
  /** The colour beside it, as `#rrggbb`: the widget's text on the primary one, the background of the others. */
  against: string
  /** 1 to 21, rounded down to hundredths. */
  ratio: number
  /** `AA` from 4.5, `AAA` from 7. What fails is darkened or lightened by the widget until it does not. */
  level: 'fails' | 'AA' | 'AAA'
}
type Colors = Pick<WidgetConfig, 'primaryColor' | 'secondaryColor' | 'backgroundColor' | 'textColor'>
type Rgb = readonly [number, number, number]

/** The lightness, in OKLCH, up to which the widget writes in white on the primary colour. */
const lightest = 0.67

/** Checks the colours of a widget, as in a creator's hub before they are saved. `#rgb` or `#rrggbb`. */
export function checkContrast({ primaryColor, secondaryColor, backgroundColor, textColor }: Colors): ContrastCheck[] {
  return [
    check('primaryColor', primaryColor, lightness(linear(primaryColor)) < lightest ? '#ffffff' : '#000000'),
    check('secondaryColor', secondaryColor, backgroundColor),
    check('textColor', textColor, backgroundColor),
  ]
}

function check(color: ContrastCheck['color'], own: string, against: string): ContrastCheck {
  const [dark = 0, light = 0] = [luminance(linear(own)), luminance(linear(against))].sort((one, other) => one - other)
  const exact = (light + 0.05) / (dark + 0.05)
  return { color, against: long(against), ratio: Math.floor(exact * 100) / 100, level: exact >= 7 ? 'AAA' : exact >= 4.5 ? 'AA' : 'fails' }
}

function long(color: string): string {
  return (color.length === 4 ? color.replace(/\w/g, (digit) => digit + digit) : color).toLowerCase()
}

function linear(color: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(long(color).slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Of OKLab. */
function lightness([red, green, blue]: Rgb): number {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
}
