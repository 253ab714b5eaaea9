import { attribute, readXml, type XmlHandler } from './xml-events.js'

/** Of WordprocessingML, as most write it and as the strict form has it. */
const wordNamespace =
  /xmlns(?::([\w.-]+))?\s*=\s*["']https?:\/\/(?:schemas\.openxmlformats\.org\/wordprocessingml\/2006\/main|purl\.oclc\.org\/ooxml\/wordprocessingml\/main)["']/

/** Reads a part with the names of Word's own elements bare (`p`, `tbl`), whatever prefix the file gives them; others keep theirs. */
export function readWordXml(xml: string, handler: XmlHandler): void {
  let prefix: string | undefined
  const bare = (name: string) => {
    if (prefix === undefined) return name
    if (prefix === '') return name
    return name.startsWith(prefix) ? name.slice(prefix.length) : name.includes(':') ? name : `:${name}`
  }
  readXml(xml, {
    open(name, attributes) {
      if (prefix === undefined) {
        const found = wordNamespace.exec(attributes)
        prefix = found ? (found[1] === undefined ? '' : `${found[1]}:`) : 'w:'
      }
      handler.open(bare(name), attributes)
    },
    close: (name) => handler.close(bare(name)),
    ...(handler.text ? { text: handler.text } : {}),
  })
}

/** What a paragraph's look says of it. */
export interface ParagraphStyle {
  name?: string
  basedOn?: string
  /** 1 is outermost. */
  level?: number
  numbering?: string
  depth?: number
  isHidden?: boolean
}

const mostHops = 10

/** Looks a style up with what it inherits. */
export function readStyles(xml: string | undefined): (styleId: string) => ParagraphStyle {
  const styles = new Map<string, ParagraphStyle>()
  let style: ParagraphStyle | undefined
  if (xml !== undefined)
    readWordXml(xml, {
      open(name, attributes) {
        if (name === 'style') {
          style = {}
          styles.set(attribute(attributes, 'styleId') ?? '', style)
        } else if (style) readStyleProperty(style, name, attributes)
      },
      close(name) {
        if (name === 'style') style = undefined
      },
    })
  return (styleId) => {
    let found: ParagraphStyle = {}
    let id: string | undefined = styleId
    for (let hop = 0; id !== undefined && hop < mostHops; hop += 1) {
      const { basedOn, ...own }: ParagraphStyle = styles.get(id) ?? (hop === 0 ? { name: id } : {})
      found = { ...own, ...levelOf(own), ...found }
      id = basedOn
    }
    // 10 is text, also for a style that is based on a heading's.
    const { level = 10, ...rest } = found
    return level >= 1 && level <= 9 ? { ...rest, level: Math.min(level, 6) } : rest
  }
}

function readStyleProperty(style: ParagraphStyle, name: string, attributes: string): void {
  const value = () => attribute(attributes, 'val')
  if (name === 'name') style.name = value() ?? ''
  else if (name === 'basedOn') style.basedOn = value() ?? ''
  else if (name === 'outlineLvl') style.level = Number(value()) + 1
  else if (name === 'numId') style.numbering = value() ?? '0'
  else if (name === 'ilvl') style.depth = Number(value())
  else if (name === 'vanish') style.isHidden = isOn(attributes)
}

/** Word keeps the names of its own styles in English, whatever its language shows. */
function levelOf({ name = '' }: ParagraphStyle): { level?: number } {
  if (/^title$/i.test(name)) return { level: 1 }
  const level = /^heading ?([1-9])$/i.exec(name)?.[1]
  return level === undefined ? {} : { level: Number(level) }
}

/** Whether the items of a list are counted, by its number and depth. */
export function readNumbering(xml: string | undefined): (numbering: string, depth: number) => boolean {
  /** By the number of a kind of list and its depth; by the number of a list. */
  const counted = new Map<string, boolean>()
  const kinds = new Map<string, string>()
  let [kind, depth, list] = ['', '', '']
  const note: Record<string, (attributes: string) => void> = {
    abstractNum(attributes) {
      kind = attribute(attributes, 'abstractNumId') ?? ''
    },
    lvl(attributes) {
      depth = attribute(attributes, 'ilvl') ?? ''
    },
    numFmt: (attributes) => void counted.set(`${kind} ${depth}`, attribute(attributes, 'val') !== 'bullet'),
    num(attributes) {
      list = attribute(attributes, 'numId') ?? ''
    },
    abstractNumId: (attributes) => void kinds.set(list, attribute(attributes, 'val') ?? ''),
  }
  if (xml !== undefined) readWordXml(xml, { open: (name, attributes) => note[name]?.(attributes), close: () => undefined })
  return (numbering, at) => counted.get(`${kinds.get(numbering) ?? ''} ${at}`) ?? false
}

/** A property without a value is on. */
export function isOn(attributes: string): boolean {
  return !/^(?:0|false|off|none)$/.test(attribute(attributes, 'val') ?? 'true')
}
