/** The count of unread answers, on the launcher. */
export const badgeStyles = `
.launcher[data-count]::before { content: attr(data-count); position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-width: 14px; padding: 0 4px; border-radius: 12px; background: #c8281c; color: #fff; border: 2px solid #fff; font: 700 12px/20px system-ui; text-align: center }
@media (forced-colors: active) { .launcher::before { background: Highlight !important } }
`
