/** Where a launcher stands. The lengths are of CSS. */
export interface LauncherPlace {
  at: 'top' | 'middle' | 'bottom'
  /** How wide and high it is. */
  across: string
  /** From the window's left or right. */
  side: string
  /** From its top or bottom; of no account in the middle. */
  edge: string
}
