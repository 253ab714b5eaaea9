/** A one-line bar on standard error, on a terminal only. */
export function progressBar(options: { total: number; shown: boolean }) {
  const shown = options.shown && process.stderr.isTTY === true
  let done = 0
  const draw = (fraction: number, label: string) => {
    if (!shown) return
    const part = Math.min(1, (done + fraction) / options.total)
    const cells = Math.round(part * 24)
    process.stderr.write(`\r\u001b[2K${'█'.repeat(cells)}${'░'.repeat(24 - cells)} ${Math.round(part * 100)} % ${label.slice(0, 48)}`)
  }
  return {
    update: draw,
    next() {
      done += 1
      if (shown) process.stderr.write('\r\u001b[2K')
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[2K')
    },
  }
}
