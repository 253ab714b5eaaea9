/** Screens that the panel covers whole. */
export const small = '(max-width: 480px), (max-height: 480px)'

export const panelStyles = `
  :host {
    position: fixed; z-index: 2147483001; inset-block-end: calc(var(--edge) + 76px); right: var(--edge); display: block;
    width: min(404px, calc(100vw - 2 * var(--edge))); height: min(680px, calc(100dvh - 2 * var(--edge) - 76px));
    border-radius: var(--coach-radius, var(--radius, 20px)); overflow: hidden; box-shadow: 0 0 0 1px var(--line), 0 4px 10px rgb(10 15 30 / 0.08), 0 24px 60px -8px rgb(10 15 30 / 0.28);
    font-size: 15px; color: var(--text); text-align: start; transform-origin: bottom right; animation: rise 0.22s cubic-bezier(0.2, 0.8, 0.3, 1);
  }
  :host([left]) { right: auto; left: var(--edge); transform-origin: bottom left }
  :host([inline]) { position: absolute; inset: 0; z-index: auto; width: auto; height: auto; animation: none }
  :host([inline]) :is(.thread, .composer) { max-width: 800px; margin-inline: auto }
  :host([hidden]) { display: none }
  @keyframes rise { from { opacity: 0; transform: translateY(14px) scale(0.97) } }
  * { box-sizing: border-box; min-width: 0 }
  h2, h3, p, ul, ol, pre, blockquote { margin: 0; padding: 0 }
  ul, ol { list-style: none }
  svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round }
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; -webkit-tap-highlight-color: transparent }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
  .hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
  .panel { display: flex; flex-direction: column; height: 100%; background: var(--surface) }

  .head { display: flex; align-items: center; gap: 4px; padding-block: 12px; padding-inline: 18px 10px; background: var(--fill); color: var(--on-fill) }
  .head :focus-visible { outline-color: currentColor; outline-offset: -3px }
  .avatar { display: grid; place-items: center; flex: none; width: 40px; height: 40px; margin-inline-end: 8px; border-radius: 50%; background: var(--on-fill); color: var(--fill); font-weight: 700; font-size: 1.1em; text-transform: uppercase }
  .title { flex: 1 }
  .title h2 { font-size: 1.07em; font-weight: 650; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  .title p { font-size: 0.83em; line-height: 1.3 }
  .icon-button { display: grid; place-items: center; flex: none; width: 44px; height: 44px; border-radius: 12px; transition: background 0.15s }
  .icon-button:hover:not(:disabled) { background: color-mix(in srgb, currentColor 14%, transparent) }
  .icon-button:disabled { opacity: 0.45 }

  .banner p { display: flex; align-items: center; gap: 8px; justify-content: space-between; padding: 8px 18px; font-size: 0.87em; line-height: 1.4; overflow: hidden; animation: unfold 0.2s 0.6s both }
  .banner .calm { background: var(--calm-ground); color: var(--calm) }
  .banner .failure { background: var(--danger-ground); color: var(--danger) }
  .text-button { display: inline-flex; align-items: center; gap: 6px; flex: none; min-height: 44px; margin-block: -10px; padding-inline: 8px; border-radius: 8px; font-weight: 600; text-decoration: underline; text-underline-offset: 3px }
  .text-button svg { width: 15px; height: 15px; stroke-width: 2.2 }

  .body { position: relative; flex: 1; min-height: 0; background: var(--ground) }
  .log { height: 100%; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--control) transparent }
  .thread { display: flex; flex-direction: column; gap: 14px; min-height: 100%; padding: 20px 16px }
  .log:focus-visible { outline-offset: -3px }
  .older { align-self: center; color: var(--accent) }
  .suggestions { display: flex; flex-direction: column; align-items: flex-end; gap: 8px; margin-block-start: auto }
  .suggestions button { min-height: 44px; padding: 9px 16px; border-radius: 22px; border: 1px solid color-mix(in srgb, var(--accent) 45%, var(--line)); background: var(--surface); color: var(--accent); font-weight: 550; line-height: 1.4; text-align: start; box-shadow: var(--shadow); transition: background 0.15s, border-color 0.15s }
  .suggestions button:hover { border-color: var(--accent); background: linear-gradient(var(--soft), var(--soft)), var(--surface) }
  .skeleton { display: grid; gap: 10px }
  .skeleton i { height: 16px; border-radius: 8px; background: var(--sunken); width: 72%; animation: pulse 1.4s ease-in-out infinite alternate }
  .skeleton i:nth-of-type(2) { width: 84% }
  .skeleton i:nth-of-type(3) { width: 46% }

  .foot { padding: 10px 12px; border-block-start: 1px solid var(--line); background: var(--surface); padding-block-end: max(8px, env(safe-area-inset-bottom)) }
  .notice { margin-block-start: 6px; font-size: 0.77em; line-height: 1.35; text-align: center; color: var(--muted) }
  @keyframes late { from { opacity: 0 } }
  @keyframes unfold { from { max-height: 0; padding-block: 0; visibility: hidden } to { max-height: 100px } }
  @keyframes pulse { to { opacity: 0.5 } }
  @media ${small} { :host(:not([inline])) { inset: 0; width: auto; height: 100dvh; border-radius: 0 } }
  @media (max-height: 320px) { .head { padding-block: 4px } .notice { display: none } }
  @media (prefers-reduced-motion: reduce) { :host { animation: none } *, ::before, ::after { animation-duration: 0.01ms !important; animation-iteration-count: 1 !important; transition: none !important } }
`
