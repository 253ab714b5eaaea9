/**
 * The launcher. `!important` here wins over any rule of the page.
 * On `--fill`, the brand colour, stands white text, for which it is darkened until it keeps 4.5:1, or black text where the colour is light.
 */
export const launcherStyles = `
:host {
  all: initial !important;
  display: block !important;
  color-scheme: light dark !important;
  font-family: var(--coach-font, system-ui, sans-serif) !important;
  line-height: 1.5 !important;
  --coach-color: #007bff;
  --white: clamp(0, (.67 - l) * 1e6, 1) !important;
  --fill: oklch(from var(--coach-color) min(l, 1.54 - var(--white)) c h) !important;
  --on-fill: oklch(from var(--coach-color) var(--white) 0 0) !important;
  --edge: var(--coach-offset, 20px) !important;
}
:host([theme=light]) { color-scheme: light !important }
:host([theme=dark]) { color-scheme: dark !important }
:host([hidden]), :host([off]), :host(:not([creator])) { display: none !important }
:host(:is([mode=inline], [mode=page])) { position: relative !important; width: 100% !important; height: 100% !important; min-height: min(480px, 100dvh) !important }
:host([mode=page]) { position: fixed !important; inset: 0 !important; z-index: 2147483000 !important; --coach-radius: 0 }
button { all: unset; box-sizing: border-box; cursor: pointer; -webkit-tap-highlight-color: transparent }
.launcher, p { position: fixed; right: var(--edge); z-index: 2147483000; background: var(--fill); color: var(--on-fill) }
.launcher {
  inset-block-end: var(--edge);
  display: grid; place-items: center; width: 60px; height: 60px; border-radius: 50%;
  border: 2px solid transparent;
  box-shadow: 0 1px 2px #0a0f1e29, 0 6px 20px #0a0f1e3d;
  transition: .2s;
}
.launcher:hover { scale: 1.05 }
.launcher:focus-visible { outline: 3px solid var(--fill); outline-offset: 3px }
:host([left]) :is(.launcher, p) { right: auto; left: var(--edge) }
:host([opened]:is([mode=inline], [mode=page])) .launcher { display: none }
svg { grid-area: 1 / 1; width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; transition: .2s }
.chevron, :host([opened]) .bubble, :host([opened]) ::slotted(*) { opacity: 0; scale: .6 }
:host([opened]) .chevron { opacity: 1; scale: none }
:host([busy]) .launcher::after { content: ''; position: absolute; inset: 3px; border-radius: 50%; border: 3px solid transparent; border-block-start-color: currentColor; animation: turn .8s linear infinite }
p { inset-block-end: calc(var(--edge) + 72px); margin: 0; padding: 10px; border-radius: 12px }
p:empty { display: none }
@keyframes turn { to { rotate: 1turn } }
@media (max-width: 480px), (max-height: 480px) { :host([opened]) .launcher { display: none } }
@media (prefers-reduced-motion: reduce) { *, ::after { animation: none !important; transition: none !important } }
@media print { :host(:not([mode=inline])) { display: none !important } }
`
