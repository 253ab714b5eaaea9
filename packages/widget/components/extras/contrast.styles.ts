/** The most contrast, where the visitor wants it, and the colours of a system that has its own. */
export const contrastStyles = `
  :host([contrast]) {
    --surface: light-dark(#fff, #000); --ground: light-dark(#fff, #000); --bubble: light-dark(#fff, #000); --sunken: light-dark(#fff, #000);
    --text: light-dark(#000, #fff); --muted: light-dark(#000, #fff); --line: light-dark(#000, #fff); --control: light-dark(#000, #fff); --accent: light-dark(#00008b, #ff0);
    --danger: light-dark(#8b0000, #ffc0c0); --danger-ground: light-dark(#fff, #000); --calm: light-dark(#000, #fff); --calm-ground: light-dark(#fff, #000);
    --fill: light-dark(#000, #fff); --on-fill: light-dark(#fff, #000); --soft: transparent;
  }
  :host([contrast]) :is(a, .chip) { text-decoration: underline }
  :host([contrast]) :focus-visible { outline-width: 3px }
  :host([contrast]) .chip { outline: 1px solid }
  @media (forced-colors: active) {
    :host { border: 2px solid CanvasText }
    .bubble, .avatar, .send, .chip, .icon-button { border: 1px solid CanvasText !important }
    .head, .banner p { border-block-end: 1px solid CanvasText }
    .composer:focus-within { outline: 2px solid Highlight; outline-offset: 1px }
  }
`
