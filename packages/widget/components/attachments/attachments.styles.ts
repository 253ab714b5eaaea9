/** Files on their way and in messages. */
export const attachmentStyles = `
  .attach { border-radius: 50%; color: var(--muted) }
  .tray { display: grid; gap: 6px; max-height: 220px; margin-block-end: 8px; overflow-y: auto }
  .tray li { display: flex; align-items: center; gap: 10px; padding: 4px; padding-inline-start: 10px; border: 1px solid var(--line); border-radius: 14px; background: var(--sunken); font-size: 0.87em; line-height: 1.35 }
  .tray li > div { flex: 1; min-width: 0 }
  .tray .name { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550 }
  .tray .failure { color: var(--danger) }
  .tray canvas { width: 36px; height: 36px; border-radius: 8px; object-fit: cover }
  .tray progress { display: block; width: 100%; height: 4px; margin-block-start: 3px; accent-color: var(--accent) }
  .send-files { width: 100%; margin-block-end: 8px }
  .files { display: flex; flex-direction: column; align-items: inherit; gap: 6px; max-width: 100% }
  .files button { display: flex; flex-direction: column; overflow: hidden; max-width: 100%; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); text-align: start }
  .files button:hover { border-color: var(--accent) }
  .files canvas { display: block; width: 240px; max-width: 100%; height: 180px; object-fit: cover; background: var(--sunken) }
  .files .label { display: flex; align-items: center; gap: 8px; max-width: 240px; min-height: 44px; padding: 6px 14px; font-size: 0.87em }
  .files .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550 }
  .files svg { width: 18px; height: 18px; color: var(--accent) }
  .drop { position: absolute; inset: 8px; display: grid; place-items: center; padding: 20px; border: 2px dashed var(--accent); border-radius: 16px; background: var(--surface); color: var(--accent); font-weight: 600; text-align: center; pointer-events: none }
`
