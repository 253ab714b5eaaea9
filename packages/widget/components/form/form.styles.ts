/** The form before the first conversation. */
export const formStyles = `
  .form { flex: 1; min-height: 0; overflow-y: auto; display: flex; flex-direction: column; gap: 16px; padding: 20px 18px; background: var(--ground); line-height: 1.45 }
  :host([inline]) .form { width: 100%; max-width: 560px; margin-inline: auto; box-sizing: border-box }
  .form > p { overflow-wrap: anywhere }
  .field { display: grid; gap: 5px }
  .field label { font-weight: 600 }
  .field label small { font-size: 0.87em; font-weight: 400; color: var(--muted) }
  .field input, select { box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--control); border-radius: 12px; background: var(--surface); color: inherit; font: inherit }
  .field input:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
  [aria-invalid='true'] { border-color: var(--danger) !important }
  .wrong { display: flex; gap: 6px; align-items: center; font-size: 0.87em; color: var(--danger) }
  .wrong svg { width: 16px; height: 16px }
  .consent { display: grid; grid-template-columns: auto 1fr; gap: 10px; align-items: start }
  .consent input { flex: none; width: 24px; height: 24px; margin: 10px 0; accent-color: var(--accent) }
  .consent label { padding-block: 10px; overflow-wrap: anywhere }
  .consent .wrong, .consent .more { grid-column: 2 }
  .consent .more { display: inline-flex; align-items: center; min-height: 44px; margin-block-start: -12px; color: var(--accent) }
  .begin { flex: none; min-height: 48px; margin-block-start: auto; padding: 10px 20px; border-radius: 24px; background: var(--fill); color: var(--on-fill); font-weight: 650 }
  .begin:hover:not(:disabled) { filter: brightness(1.06) }
  .begin:disabled { opacity: 0.7 }
  .begin:focus-visible { outline-offset: 3px }
  @media (max-width: 480px) { .field input, select { font-size: 16px } }
  @media (forced-colors: active) { .begin { border: 1px solid ButtonText } .form [aria-invalid='true'] { outline: 2px dashed } }
`
