/**
 * Every colour of the panel. `--fill` and `--on-fill` come from the launcher.
 * `--page`, `--ink` and `--second` are the creator's, of the light scheme: lightened or darkened until text can be read.
 * `--accent`, the brand colour as text, is darkened or lightened until it keeps 4.5:1 on every surface here, also tinted with itself.
 */
export const tokens = `
  :host {
    --surface: light-dark(#ffffff, #16191f);
    --ground: light-dark(oklch(from var(--page, #f5f6f9) max(l, 0.96) min(c, 0.02) h), #101318);
    --bubble: light-dark(#ffffff, #222730);
    --sunken: light-dark(#f0f1f4, #2a2f39);
    --text: light-dark(oklch(from var(--ink, #181b22) min(l, 0.4) min(c, 0.15) h), #edeff3);
    --muted: light-dark(oklch(from var(--second, #586071) min(l, 0.49) min(c, 0.15) h), #a8b0bf);
    --line: light-dark(#e2e5eb, #2f353f);
    --control: light-dark(#868e9d, #6f7988);
    --danger: light-dark(#b3261e, #ffb4ab);
    --danger-ground: light-dark(#fdeceb, #3b1d1c);
    --calm-ground: light-dark(#fff5dc, #372d14);
    --calm: light-dark(#6d4c00, #f3cf77);
    --accent: light-dark(oklch(from var(--coach-color) min(l, 0.46) min(c, 0.19) h), oklch(from var(--coach-color) max(l, 0.77) min(c, 0.12) h));
    --soft: color-mix(in srgb, var(--accent) 10%, transparent);
    --shadow: 0 1px 2px light-dark(rgb(20 28 50 / 0.06), rgb(0 0 0 / 0.3));
  }
`
