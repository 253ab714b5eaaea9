export const citationCardStyles = `
  .veil { position: absolute; inset: 0; background: rgb(8 12 22 / 0.45); animation: late 0.15s }
  .card { position: absolute; inset-inline: 0; inset-block-end: 0; max-height: 80%; display: flex; flex-direction: column; background: var(--surface); border-start-start-radius: 20px; border-start-end-radius: 20px; box-shadow: 0 -8px 40px rgb(8 12 22 / 0.25); padding-block-end: max(16px, env(safe-area-inset-bottom)); animation: lift 0.22s cubic-bezier(0.2, 0.8, 0.3, 1) }
  .card-head { display: flex; align-items: flex-start; gap: 12px; padding-block: 14px 8px; padding-inline: 20px 10px }
  .card-head > svg { margin-block-start: 11px; color: var(--accent) }
  .card-head > div { flex: 1; padding-block-start: 9px }
  .card h2 { font-size: 1em; font-weight: 650; line-height: 1.4; overflow-wrap: anywhere }
  .card .place { white-space: normal; overflow-wrap: anywhere; font-size: 0.87em; line-height: 1.4 }
  .card blockquote { margin: 6px 20px 4px; padding: 2px 14px; color: var(--text); overflow-y: auto; border-inline-start: 3px solid var(--accent); white-space: pre-line; overflow-wrap: anywhere; line-height: 1.6 }
  @keyframes lift { from { transform: translateY(24px); opacity: 0 } }
`
