export interface Tensor {
  name: string
  dimensions: number[]
  values: Float32Array
}
interface Value {
  name: string
  type: keyof typeof elementTypes
  /** A name is a size that is known when the model runs. */
  shape: (number | string)[]
}
interface Graph {
  inputs: Value[]
  outputs: Value[]
  tensors: Tensor[]
  nodes: { operator: string; inputs: string[]; output: string }[]
}

const elementTypes = { float: 1, int64: 7 }
/** What onnxruntime 1.10 and newer read. */
const [irVersion, operatorSet] = [8, 17]

/** A model as ONNX writes it: protocol buffers, by the field numbers of `onnx.proto3`. */
export function onnxModel({ inputs, outputs, tensors, nodes }: Graph): Uint8Array {
  const graph = [
    ...nodes.map(({ operator, inputs, output }) => bytes(1, [...inputs.map((name) => text(1, name)), text(2, output), text(3, output), text(4, operator)])),
    text(2, 'graph'),
    ...tensors.map((tensor) => bytes(5, tensorFields(tensor))),
    ...inputs.map((value) => bytes(11, valueFields(value))),
    ...outputs.map((value) => bytes(12, valueFields(value))),
  ]
  return joined([number(1, irVersion), text(2, 'coachkit'), bytes(7, graph), bytes(8, [text(1, ''), number(2, operatorSet)])])
}

function tensorFields({ name, dimensions, values }: Tensor): Uint8Array[] {
  const content = new DataView(new ArrayBuffer(values.length * 4))
  for (const [at, value] of values.entries()) content.setFloat32(at * 4, value, true)
  return [...dimensions.map((size) => number(1, size)), number(2, elementTypes.float), text(8, name), bytes(9, [new Uint8Array(content.buffer)])]
}

function valueFields({ name, type, shape }: Value): Uint8Array[] {
  const sizes = shape.map((size) => bytes(1, [typeof size === 'number' ? number(1, size) : text(2, size)]))
  return [text(1, name), bytes(2, [bytes(1, [number(1, elementTypes[type]), bytes(2, sizes)])])]
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, [new TextEncoder().encode(value)])
}

function bytes(field: number, parts: Uint8Array[]): Uint8Array {
  const content = joined(parts)
  return joined([varint(field * 8 + 2), varint(content.length), content])
}

function number(field: number, value: number): Uint8Array {
  return joined([varint(field * 8), varint(value)])
}

function varint(value: number): Uint8Array {
  const written: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) written.push((rest % 128) + 128)
  return Uint8Array.from([...written, rest])
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
