/** As they name themselves, those first that name others too. */
const browsers: readonly [token: RegExp, name: string][] = [
  [/\bEdg(?:e|A|iOS)?\/(\d{1,4})/, 'Edge'],
  [/\bOPR\/(\d{1,4})/, 'Opera'],
  [/\bSamsungBrowser\/(\d{1,4})/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d{1,4})/, 'Firefox'],
  [/\b(?:Chrome|CriOS)\/(\d{1,4})/, 'Chrome'],
  [/\bVersion\/(\d{1,4})[\d.]* (?:Mobile\/\w+ )?Safari\//, 'Safari'],
]
const systems: readonly [token: RegExp, name: string][] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * A `User-Agent` without what tells one device from another: `Chrome 126, Android`, or of a program that is no browser its first name with
 * the number before the first point, `curl 8`. `undefined` for what names nothing.
 */
export function nameProgram(userAgent: string): string | undefined {
  const system = systems.find(([token]) => token.test(userAgent))?.[1]
  for (const [token, name] of browsers) {
    const version = token.exec(userAgent)?.[1]
    if (version !== undefined) return [`${name} ${version}`, system].filter((part) => part !== undefined).join(', ')
  }
  const [, name, version] = /^([A-Za-z](?:[A-Za-z_-]{0,28}[A-Za-z])?)(?:\/v?(\d{1,4})(?![\w-]))?/.exec(userAgent) ?? []
  if (name === undefined || name === 'Mozilla') return system
  return version === undefined ? name : `${name} ${version}`
}
