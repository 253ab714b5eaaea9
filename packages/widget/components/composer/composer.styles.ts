export const composerStyles = `
  .composer { display: flex; align-items: flex-end; gap: 4px; padding: 3px; padding-inline-start: 0; border: 1px solid var(--control); border-radius: 26px; background: var(--surface); transition: border-color 0.15s, box-shadow 0.15s }
  .composer:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent) }
  textarea { flex: 1; resize: none; border: 0; outline: 0; background: none; color: inherit; font: inherit; line-height: 22px; padding-block: 11px; padding-inline: 18px 4px; max-height: 154px; scrollbar-width: thin }
  textarea:focus-visible { outline: 0 }
  textarea::placeholder { color: var(--muted); opacity: 1 }
  .send { display: grid; place-items: center; flex: none; width: 44px; height: 44px; border-radius: 50%; background: var(--fill); color: var(--on-fill); transition: background 0.15s, transform 0.15s }
  .stop path { fill: currentColor }
  .send:hover:not(:disabled) { transform: scale(1.05) }
  .send:disabled { background: var(--sunken); color: var(--muted) }
  @media (max-width: 480px) { textarea { font-size: 16px } }
`
