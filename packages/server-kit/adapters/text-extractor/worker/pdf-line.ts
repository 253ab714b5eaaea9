/** One line of a page. */
export interface Line {
  text: string
  /** Points from the page's left and bottom. */
  x: number
  y: number
  /** Points from the page's left to where it ends; not told of lines that run to the left. */
  right?: number
  /** Font height in points. */
  size: number
  /** The bookmark that names this line. */
  bookmark?: Bookmark
}

/** A bookmark of a document. */
export interface Bookmark {
  title: string
  /** 1 is outermost. */
  level: number
  /** From 1. */
  page?: number
  /** Points from the page's bottom. */
  y?: number
}
