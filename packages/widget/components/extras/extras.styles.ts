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
  .actions { display: flex; margin-block: -6px -10px; margin-inline-start: -6px; color: var(--muted) }
  .actions svg { width: 17px; height: 17px }
  .icon-button > svg + svg, .icon-button[data-done] > svg:first-child { display: none }
  .icon-button[data-done] > svg + svg { display: block }
  .code { position: relative }
  .code pre { padding-inline-end: 48px }
  .copy-code { position: absolute; inset-block-start: 0; inset-inline-end: 0; color: var(--muted) }
  .dictate { border-radius: 50%; color: var(--muted) }
  .dictate[aria-pressed='true'] { color: var(--danger) }
  .day { align-self: center; padding: 2px 12px; border-radius: 12px; font-size: 0.8em; color: var(--muted); background: var(--sunken) }
  @keyframes lift { from { transform: translateY(24px); opacity: 0 } }
  :host([contrast]) {
    --surface: light-dark(#fff, #000); --ground: light-dark(#fff, #000); --bubble: light-dark(#fff, #000); --sunken: light-dark(#fff, #000);
    --text: light-dark(#000, #fff); --muted: light-dark(#000, #fff); --line: light-dark(#000, #fff); --control: light-dark(#000, #fff); --accent: light-dark(#00008b, #ff0);
    --danger: light-dark(#8b0000, #ffc0c0); --danger-ground: light-dark(#fff, #000); --calm: light-dark(#000, #fff); --calm-ground: light-dark(#fff, #000);
    --fill: light-dark(#000, #fff); --on-fill: light-dark(#fff, #000); --soft: transparent;
  }
  :host([contrast]) :is(a, .chip) { text-decoration: underline }
  :host([contrast]) :focus-visible { outline-width: 3px }
  :host([contrast]) .chip { outline: 1px solid }
`
