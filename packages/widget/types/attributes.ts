/** Attributes of `<coach-widget>`. */
export interface CoachWidgetAttributes {
  /** Whose coach answers. */
  creator: string
  /** Where the server is mounted; without it, where the script came from, or `/coach` from a bundle. */
  'base-url'?: string | undefined
  mode?: 'floating' | 'inline' | 'page' | undefined
  theme?: 'light' | 'dark' | undefined
  /** `es`, `en` or `pt`; without it, the page's. */
  lang?: string | undefined
  open?: boolean | undefined
}
