/** Adds the styles to those that are there, once. */
export function adopt(root: ShadowRoot, styles: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(styles)) root.adoptedStyleSheets.push(styles)
}
