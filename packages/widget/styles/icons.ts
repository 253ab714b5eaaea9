import { html, type TemplateResult } from 'lit/html.js'

/** A stroked icon on a grid of 24 units. */
export const icon = (path: string): TemplateResult => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`

export const closeIcon = icon('M6 6l12 12M18 6L6 18')
export const newIcon = icon('M12 20h8M16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1 1-4z')
export const sendIcon = icon('M12 19V5M5.5 11.5L12 5l6.5 6.5')
export const stopIcon = icon('M7 7h10v10H7z')
export const retryIcon = icon('M20 11a8 8 0 1 0-2.3 6.2M20 5v6h-6')
export const documentIcon = icon('M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4')
