/** One part as the parser's own test says it should be read. */
export interface ExpectedPart {
  name: string
  fileName: string | undefined
  base64: string
}

/** Reads the `expected` list of a python-multipart fixture, which is YAML of one fixed shape. */
export function expectedParts(yaml: string): ExpectedPart[] {
  return yaml
    .split(/^ {2}- (?=name:)/m)
    .slice(1)
    .map((entry) => ({
      name: scalar(entry, 'name') ?? '',
      fileName: scalar(entry, 'file_name'),
      base64: (/data: !!binary \|\s*([\w+/=\s]*)/.exec(entry)?.[1] ?? '').replace(/\s/g, ''),
    }))
}

function scalar(entry: string, key: string): string | undefined {
  return new RegExp(`^\\s*${key}: *['"]?(.*?)['"]? *$`, 'm').exec(entry)?.[1]
}
