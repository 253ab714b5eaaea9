/** Sheets, menu, actions and the high contrast. */
export const extrasStyles = `
  .veil { position: absolute; inset: 0; background: rgb(8 12 22 / 0.45); animation: late 0.15s }
  .card { position: absolute; inset-inline: 0; inset-block-end: 0; max-height: 80%; display: flex; flex-direction: column; background: var(--surface); border-start-start-radius: 20px; border-start-end-radius: 20px; box-shadow: 0 -8px 40px rgb(8 12 22 / 0.25); padding-block-end: max(16px, env(safe-area-inset-bottom)); animation: lift 0.22s cubic-bezier(0.2, 0.8, 0.3, 1) }
  :host([inline]) .card { max-width: 640px; margin-inline: auto }
  .card-head { display: flex; align-items: flex-start; gap: 12px; padding-block: 14px 8px; padding-inline: 20px 10px }
  .card-head > svg { margin-block-start: 11px; color: var(--accent) }
  .card-head > div { flex: 1; padding-block-start: 9px }
  .card h2 { font-size: 1em; font-weight: 650; line-height: 1.4; overflow-wrap: anywhere }
  .card .place { white-space: normal; overflow-wrap: anywhere; font-size: 0.87em; line-height: 1.4 }
  .card blockquote { margin: 6px 20px 4px; padding: 2px 14px; color: var(--text); overflow-y: auto; border-inline-start: 3px solid var(--accent); white-space: pre-line; overflow-wrap: anywhere; line-height: 1.6 }
  .card .state { padding-inline: 20px }
  .card > .text-button { margin: 0 12px; color: var(--accent) }
  .choices { overflow-y: auto; padding-inline: 10px }
  .choices button { display: flex; align-items: center; gap: 12px; width: 100%; min-height: 48px; padding: 8px 10px; border-radius: 12px; text-align: start; overflow-wrap: anywhere }
  .choices button:hover:not(:disabled) { background: var(--sunken) }
  .choices button:disabled { color: var(--muted) }
  .choices svg { color: var(--accent) }
  .choices [role='switch']::after { content: ''; box-sizing: border-box; flex: none; margin-inline-start: auto; width: 40px; height: 24px; border: 2px solid var(--control); border-radius: 12px; background: radial-gradient(circle at 10px 50%, var(--control) 7px, transparent 8px) }
  .choices [aria-checked='true']::after { border-color: var(--accent); background: radial-gradient(circle at 26px 50%, var(--surface) 7px, transparent 8px), var(--accent) }
  .choices [aria-current='true'] { box-shadow: inset 3px 0 var(--accent) }
  .entry { display: grid; gap: 2px; line-height: 1.4 }
  .keys { margin: 0; padding: 0 20px; overflow-y: auto }
  .keys div { display: flex; justify-content: space-between; gap: 12px; padding-block: 8px; border-block-start: 1px solid var(--line) }
  .keys dd { margin: 0; flex: none }
  kbd { padding: 2px 7px; border: 1px solid var(--control); border-radius: 6px; background: var(--sunken); font: inherit; font-size: 0.87em }
  .menu svg { stroke-width: 3.4 }
  .actions { display: flex; flex-wrap: wrap; margin-block-start: -6px; color: var(--muted) }
  .actions :focus-visible { outline-offset: -8px }
  .row:has(> .actions) { margin-block-end: -10px }
  .actions svg { width: 17px; height: 17px }
  .icon-button > svg + svg, .icon-button[data-done] > svg:first-child { display: none }
  .icon-button[data-done] > svg + svg { display: block }
  .confidence { display: var(--coach-confidence, none); align-self: center; padding-inline: 6px; font-size: 0.77em; white-space: nowrap }
  .code { position: relative }
  .code pre { padding-inline-end: 48px }
  .copy-code { position: absolute; inset-block-start: 0; inset-inline-end: 0; color: var(--muted) }
  .newest { position: absolute; inset-block-end: 12px; inset-inline: 0; margin-inline: auto; display: grid; place-items: center; width: 44px; height: 44px; border-radius: 50%; background: var(--surface); color: var(--accent); border: 1px solid var(--line); box-shadow: 0 4px 14px rgb(10 15 30 / 0.18) }
  .newest b { position: absolute; inset-block-start: -6px; min-width: 20px; padding-inline: 5px; border-radius: 10px; background: var(--fill); color: var(--on-fill); font-size: 12px; line-height: 20px }
  .dictate { border-radius: 50%; color: var(--muted) }
  .dictate[aria-pressed='true'] { color: var(--danger) }
  .day { align-self: center; text-align: center; line-height: 1.5; padding: 3px 14px; border-radius: 12px; font-size: 0.8em; color: var(--muted); background: var(--sunken) }
  .thumb[aria-pressed='true'] { color: var(--accent) }
  .thumb[aria-pressed='true'] path { fill: color-mix(in srgb, currentColor 30%, transparent) }
  .thumb.down svg { transform: rotate(180deg) }
  .why { align-self: center; margin: 0; font-size: 0.87em; font-weight: 550; color: var(--accent) }
  .preparing { justify-content: center; padding-block-end: 8px }
  .preparing progress { width: 72px; height: 6px; margin-inline-end: 6px; accent-color: var(--accent) }
  .room { justify-content: flex-end; padding-block-end: 6px; font-variant-numeric: tabular-nums }
  .card .room { padding: 0 }
  .looking { margin-block: -6px; color: var(--muted) }
  .looking svg { width: 16px; height: 16px; animation: late 0.8s ease-in-out infinite alternate }
  .mark { margin-block-start: -4px }
  .mark svg { width: 16px; height: 16px }
  .mark[data-mark='read'] svg { color: var(--accent) }
  .last { display: none }
  :host(:not([held])) :is(:last-child > .answer, :has(+ :last-child > .answer .last) > .question) .last { display: grid }
  .versions { display: flex; align-items: center; font-size: 0.87em; font-variant-numeric: tabular-nums }
  .versions [aria-disabled='true'] { opacity: 0.45; cursor: default }
  .author { display: flex; align-items: center; gap: 8px; margin-block-end: -8px; font-size: 0.87em; font-weight: 600; color: var(--muted) }
  .author .avatar { width: 26px; height: 26px; margin: 0; background: var(--fill); color: var(--on-fill); font-size: 1em }
  .words { display: grid; gap: 12px; padding: 4px 20px 0 }
  .words textarea { max-height: none; padding: 12px 14px; border: 1px solid var(--control); border-radius: 14px; background: var(--surface) }
  .words textarea:focus-visible { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent) }
  .wide { min-height: 44px; border-radius: 22px; background: var(--fill); color: var(--on-fill); font-weight: 600 }
  button:disabled { cursor: default }
  .wide:disabled { background: var(--sunken); color: var(--muted) }
  @keyframes lift { from { transform: translateY(24px); opacity: 0 } }
  @media (forced-colors: active) {
    .card { border-block-start: 2px solid CanvasText }
    svg { color: inherit !important }
    .choices [role='switch']::after { background: none; box-shadow: none; content: '\\2715' / ''; border-color: ButtonText; font: 700 14px/20px system-ui; padding-inline: 5px; text-align: start }
    .choices [aria-checked='true']::after { content: '\\2713' / ''; text-align: end; border-color: Highlight }
  }
`
