/** What is said beside the launcher, in the widget's own root. */
export const nudgeStyles = `
  .nudge { --paper: light-dark(#ffffff, #222730); position: fixed; z-index: 2147483000; display: flex; align-items: flex-start; box-sizing: border-box; max-width: min(300px, 100vw - 32px); border-radius: 18px; border-bottom-right-radius: 6px; background: var(--paper); color: light-dark(#181b22, #edeff3); font-size: 15px; line-height: 1.45; box-shadow: 0 0 0 1px light-dark(#e2e5eb, #3a414d), 0 8px 28px rgb(10 15 30 / .22); animation: nudge .25s cubic-bezier(.2, .8, .3, 1) }
  .nudge[data-at=top] { border-radius: 18px; border-top-right-radius: 6px }
  .nudge[data-at=middle] { inset-block: 0; height: fit-content; margin-block: auto }
  :host([left]) .nudge { border-radius: 18px; border-bottom-left-radius: 6px }
  :host([left]) .nudge[data-at=top] { border-radius: 18px; border-top-left-radius: 6px }
  .nudge[data-at=middle], :host([left]) .nudge[data-at=middle] { border-radius: 18px }
  :host([opened]) .nudge { display: none }
  .nudge button { min-height: 44px; border-radius: inherit; overflow-wrap: anywhere }
  .nudge button:focus-visible { outline: 3px solid var(--fill); outline-offset: -3px; box-shadow: inset 0 0 0 5px var(--paper) }
  .nudge .say { flex: 1; min-width: 0; padding-block: 11px; padding-inline: 16px 2px; text-align: start }
  .nudge .away { display: grid; place-items: center; flex: none; width: 44px; color: light-dark(#586071, #a8b0bf) }
  .nudge .away svg { width: 18px; height: 18px }
  .told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  @keyframes nudge { from { opacity: 0; transform: translateY(8px) } }
  @media (forced-colors: active) { .nudge { border: 2px solid CanvasText } }
  @media (prefers-contrast: more) { .nudge { color: light-dark(#000, #fff); --paper: light-dark(#fff, #000); box-shadow: 0 0 0 2px light-dark(#000, #fff) } .nudge .away { color: inherit } }
`
