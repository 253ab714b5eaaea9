/** The most contrast, where the visitor wants it. */
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
`
