export const messageStyles = `
  .row { display: flex; flex-direction: column; gap: 8px; max-width: 88%; padding: 1px }
  .rows, .rows > * { display: contents }
  .thread > .row, .new > .row { animation: arrive 0.22s ease-out }
  .old > .row { content-visibility: auto; contain-intrinsic-height: auto 90px }
  .answer { align-self: flex-start; align-items: flex-start }
  .question { align-self: flex-end; align-items: flex-end }
  .bubble { max-width: 100%; padding: 10px 15px; border-radius: 18px; overflow-wrap: anywhere }
  .answer .bubble { background: var(--bubble); box-shadow: 0 0 0 1px var(--line), var(--shadow); border-start-start-radius: 6px }
  .question .bubble { background: var(--fill); color: var(--on-fill); border-end-end-radius: 6px; white-space: pre-wrap }
  .question .bubble ::selection { background: var(--on-fill); color: var(--fill) }
  .typing { display: flex; gap: 5px; align-items: center; min-height: 44px }
  .typing i { width: 8px; height: 8px; border-radius: 50%; background: var(--muted); animation: bounce 1.2s infinite ease-in-out }
  .typing i:nth-of-type(2) { animation-delay: 0.15s }
  .typing i:nth-of-type(3) { animation-delay: 0.3s }
  .state { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 4px; padding-inline: 4px; font-size: 0.87em; color: var(--muted) }
  .state .text-button { margin: 0; color: var(--accent) }
  .state.failure { color: var(--danger) }

  .markdown blockquote { padding-inline-start: 12px; border-inline-start: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); color: var(--muted) }
  .markdown > * + *, .markdown blockquote > * + *, .markdown li > * + :is(p, pre, blockquote) { margin-block-start: 0.65em }
  .markdown .heading { font-size: 1em; font-weight: 680; line-height: 1.35 }
  .markdown .heading-1, .markdown .heading-2 { font-size: 1.1em }
  .markdown > .heading:not(:first-child) { margin-block-start: 1em }
  .markdown ul, .markdown ol { padding-inline-start: 1.35em }
  .markdown ul { list-style: disc }
  .markdown ol { list-style: decimal }
  .markdown li + li { margin-block-start: 0.3em }
  .markdown li::marker { color: var(--muted) }
  .markdown li > :is(ul, ol) { margin-block-start: 0.3em }
  .markdown a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px }
  .markdown .host { color: var(--muted); font-size: 0.87em }
  .markdown code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9em; padding: 0.1em 0.35em; border-radius: 5px; background: var(--sunken) }
  .markdown pre { padding: 12px 14px; border-radius: 12px; background: var(--sunken); overflow-x: auto; line-height: 1.45; overflow-wrap: normal }
  .markdown pre code { padding: 0; background: none }
  .markdown p, .notice { unicode-bidi: plaintext }
  .markdown hr { border: 0; border-block-start: 1px solid var(--line) }
  .table { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px }
  table { width: 100%; border-collapse: collapse; font-size: 0.93em; overflow-wrap: normal }
  td, th { padding: 7px 12px; text-align: start; vertical-align: top; min-width: 72px }
  thead { background: var(--sunken) }
  tbody tr { border-block-start: 1px solid var(--line) }
  .growing > :is(p, h3):last-child::after, .growing > :is(ul, ol):last-child > li:last-child::after { content: ''; display: inline-block; width: 2px; height: 1em; margin-inline-start: 3px; vertical-align: -0.15em; background: var(--accent) }

  .chip { position: relative; display: inline-grid; place-items: center; min-width: 20px; height: 20px; padding-inline: 5px; margin-inline: 2px 1px; border-radius: 10px; font-size: 12px; font-weight: 700; line-height: 1; vertical-align: 1px; background: var(--soft); color: var(--accent); font-variant-numeric: tabular-nums; transition: background 0.15s, color 0.15s }
  button.chip::after { content: ''; position: absolute; inset: -5px -2px }
  button.chip:hover { background: var(--accent); color: var(--surface) }
  .cited { white-space: nowrap }
  .sources { display: flex; flex-wrap: wrap; gap: 6px; max-width: 100% }
  .sources li { max-width: 100% }
  .sources button { display: flex; align-items: center; gap: 6px; min-height: 44px; max-width: 100%; padding-block: 4px; padding-inline: 8px 14px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); font-size: 0.87em; text-align: start; transition: border-color 0.15s }
  .sources button:hover { border-color: var(--accent) }
  .sources svg { width: 16px; height: 16px; color: var(--muted) }
  .sources .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550 }
  .place { flex: none; color: var(--muted); white-space: nowrap }
  @keyframes arrive { from { opacity: 0; transform: translateY(6px) } }
  @keyframes bounce { 0%, 60%, 100% { transform: none; opacity: 0.5 } 30% { transform: translateY(-4px); opacity: 1 } }
`
