const leadingValue = /^[\w!#$%&'*+.^`|~/-]+/
const parameter = /^\s*;\s*([\w!#$%&'*+.^`|~-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/

/**
 * Reads `form-data; name="file"; filename="a.txt"`: the value in lower case and its parameters, names in lower case.
 * `undefined` when something is left over or a parameter comes twice: two readers would take different ones.
 */
export function headerParameters(text: string): { value: string; parameters: Map<string, string> } | undefined {
  const trimmed = text.trim()
  const [value] = leadingValue.exec(trimmed) ?? []
  if (value === undefined) return undefined
  const parameters = new Map<string, string>()
  let rest = trimmed.slice(value.length)
  while (rest.trim() !== '' && rest.trim() !== ';') {
    const [whole, name = '', quoted, plain = ''] = parameter.exec(rest) ?? []
    const key = name.toLowerCase()
    if (whole === undefined || parameters.has(key)) return undefined
    parameters.set(key, quoted === undefined ? plain : quoted.replace(/\\(["\\])/g, '$1'))
    rest = rest.slice(whole.length)
  }
  return { value: value.toLowerCase(), parameters }
}
