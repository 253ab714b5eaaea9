/** Where a launcher stands, as lengths of CSS. */
export interface LauncherPlace {
  across: string
  side: string
  below: string
}
