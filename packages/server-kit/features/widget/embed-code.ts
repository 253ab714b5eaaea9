import { CoachError, type WidgetConfig } from '@coachkit/contract'
import { usualColor } from '../creators/index.js'

/** The widget's files whose content never changes, by the name that stays; none where the widget is not installed. */
export type WidgetVersions = () => Promise<Record<string, { file: string; integrity: string }>>

/** What to paste into a page. Throws RESOURCE_001 when a version is asked for and the server has no widget to say it of. */
export async function embedCode(input: {
  /** Of the creator's widget, if there is such a creator. */
  config: WidgetConfig | undefined
  baseUrl: string
  version: 'latest' | 'fixed'
  versions: WidgetVersions
}): Promise<{ code: string; classic: string }> {
  const { config, version, versions } = input
  if (!config) throw new CoachError('CREATOR_001')
  const base = input.baseUrl.replace(/\/+$/, '')
  const known = version === 'fixed' ? await versions() : {}
  const script = (name: string, attributes: Record<string, string>) => {
    const found = known[name]
    if (version === 'fixed' && !found) throw new CoachError('RESOURCE_001')
    const exact: Record<string, string> = found ? { integrity: found.integrity, crossorigin: 'anonymous' } : {}
    return `<script${attributesOf({ async: '', ...attributes, src: `${base}/${found?.file ?? name}`, ...exact })}></script>`
  }
  const element = { creator: config.creator, ...looksOf(config) }
  const data = Object.fromEntries(Object.entries(element).map(([name, value]) => [`data-${name}`, value]))
  return {
    code: `${script('widget.js', { type: 'module' })}\n<coach-widget${attributesOf(element)}></coach-widget>`,
    classic: script('widget.classic.js', data),
  }
}

/** What the launcher looks like until its settings are there, so that it need not wait for them; what is its own is not seen before. */
function looksOf({ primaryColor, position, launcher, font, nudges }: WidgetConfig): Record<string, string> {
  return {
    ...(primaryColor === usualColor ? {} : { color: primaryColor }),
    ...(/left/.test(position) ? { left: '' } : {}),
    ...(launcher || font || nudges ? { off: '' } : {}),
  }
}

function attributesOf(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escaped(value)}"`))
    .join('')
}

/** Nothing of it can end the attribute, or the script it may be pasted into. */
function escaped(value: string): string {
  return value.replace(/[&"'<>`]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
