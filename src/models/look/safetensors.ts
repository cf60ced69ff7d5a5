import { z } from "zod"
import type { Kind, Tensor, Tensors } from "./kind.ts"

const entry = z.object({
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
})

const header = z.record(z.string(), z.unknown())

/** Source: MAX_HEADER_SIZE of safetensors/src/tensor.rs. */
const longest = 100_000_000

/** Bits of an element; what isn't here isn't measured. */
const bits: Readonly<Record<string, number>> = {
  BF16: 16,
  BOOL: 8,
  C64: 64,
  F16: 16,
  F32: 32,
  F4: 4,
  F64: 64,
  F8_E4M3: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2: 8,
  F8_E5M2FNUZ: 8,
  F8_E8M0: 8,
  I16: 16,
  I32: 32,
  I64: 64,
  I8: 8,
  U16: 16,
  U32: 32,
  U64: 64,
  U8: 8,
}

/**
 * The header of a file that begins as safetensors do: eight bytes of its
 * length, then JSON. Undefined for any other file.
 */
export function readHeader(head: Buffer): Kind | undefined {
  if (head.length < 9 || head[8] !== 0x7b) return undefined
  const length = head.readBigUInt64LE(0)
  if (length < 2n || length > BigInt(longest)) return undefined
  const begin = 8 + Number(length)
  if (head.length < begin) return { is: "safetensors-begun", needs: begin }
  const parsed = header.safeParse(jsonOf(head.subarray(8, begin)))
  const damaged = { begin, metadata: {}, named: new Map<string, Tensor>() }
  if (!parsed.success) {
    const problem = "its header is no JSON"
    return { is: "safetensors", tensors: { ...damaged, problem } }
  }
  const { __metadata__: metadata, ...tensors } = parsed.data
  const named = new Map<string, Tensor>()
  for (const [name, value] of Object.entries(tensors)) {
    const one = entry.safeParse(value)
    if (!one.success) {
      const problem = `its header has the malformed tensor ${name.slice(0, 80)}`
      return { is: "safetensors", tensors: { ...damaged, problem } }
    }
    named.set(name, one.data)
  }
  const texts = z.record(z.string(), z.string()).safeParse(metadata)
  return {
    is: "safetensors",
    tensors: {
      begin,
      metadata: texts.success ? texts.data : {},
      named,
      problem: misplaced(named),
    },
  }
}

/** The whole file's size, by its header. */
export function sizeByHeader({ begin, named }: Tensors): number {
  let end = 0
  for (const { data_offsets } of named.values()) {
    end = Math.max(end, data_offsets[1])
  }
  return begin + end
}

/** As safetensors' own validate(): no holes, each as long as its shape. */
function misplaced(named: Tensors["named"]): string | undefined {
  const order = [...named].toSorted(
    ([, one], [, other]) =>
      one.data_offsets[0] - other.data_offsets[0] ||
      one.data_offsets[1] - other.data_offsets[1],
  )
  let at = 0
  for (const [name, { data_offsets, dtype, shape }] of order) {
    const [begin, end] = data_offsets
    const width = bits[dtype]
    const wanted =
      width === undefined
        ? end - begin
        : Math.ceil((shape.reduce((all, one) => all * one, 1) * width) / 8)
    if (begin !== at || end - begin !== wanted) {
      return `its header places the tensor ${name.slice(0, 80)} wrongly`
    }
    at = end
  }
  return undefined
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"))
  } catch {
    return undefined
  }
}
