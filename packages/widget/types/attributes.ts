import type { WidgetWords } from '../locales/page-words.js'

/** Attributes of `<coach-widget>`, and what templates bind to a property of it. */
export interface CoachWidgetAttributes {
  /** Whose coach answers. */
  creator: string
  /** Where the server is mounted; without it, where the script came from, or `/coach` from a bundle. */
  'base-url'?: string | undefined
  mode?: 'floating' | 'inline' | 'page' | undefined
  theme?: 'light' | 'dark' | undefined
  /** `es`, `en` or `pt`; without it, the page's. */
  lang?: string | undefined
  /** Where this website serves models; with it, questions are embedded in the page where the server asks for that. */
  embeddings?: string | undefined
  /** Opens it, also later; taken away, it closes. */
  opened?: boolean | undefined
  /** What the launcher looks like until its settings are there: a `#rrggbb`, whether it stands on the left, whether nothing is seen. */
  color?: string | undefined
  left?: boolean | undefined
  off?: boolean | undefined
  /** The page's own words in place of the widget's. A property: frameworks that know none set it by hand. */
  words?: WidgetWords | undefined
}
