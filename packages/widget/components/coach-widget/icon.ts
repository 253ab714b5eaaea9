const namespace = 'http://www.w3.org/2000/svg'

/** A stroked 24-unit icon. */
export function icon(className: string, path: string): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', className)
  svg.role = 'none'
  const shape = document.createElementNS(namespace, 'path')
  shape.setAttribute('d', path)
  svg.append(shape)
  return svg
}
