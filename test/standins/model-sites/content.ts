import { createHash } from "node:crypto"

/** A file's bytes, whole or as they are asked for. */
export type Content = {
  readonly sha256: string
  readonly size: number
  /** From `begin` up to `end`, without it. */
  readonly read: (begin: number, end: number) => Iterable<Uint8Array>
}

export function contentOf(bytes: Uint8Array | string): Content {
  const buffer = Buffer.from(bytes)
  return {
    read: (begin, end) => [buffer.subarray(begin, end)],
    sha256: createHash("sha256").update(buffer).digest("hex"),
    size: buffer.length,
  }
}

type Tensors = Readonly<Record<string, number>>

/** A sound safetensors header for tensors of so many bytes each. */
export function header(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Buffer {
  let at = 0
  const entries = Object.entries(tensors).map(([name, size]) => {
    const begin = at
    at += size
    const place = { data_offsets: [begin, at], dtype: "U8", shape: [size] }
    return [name, place] as const
  })
  const json = JSON.stringify({
    ...(Object.keys(metadata).length > 0 && { __metadata__: metadata }),
    ...Object.fromEntries(entries),
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(json)))
  return Buffer.concat([length, Buffer.from(json)])
}

/** A whole safetensors file; its tensors are of one byte's value. */
export function safetensors(tensors: Tensors, fill = 7): Buffer {
  const size = Object.values(tensors).reduce((all, one) => all + one, 0)
  return Buffer.concat([header(tensors), Buffer.alloc(size, fill)])
}

/** Such a file that is in no memory: its tensor is made of the same MiB. */
export function vastSafetensors(bytes: number): Content {
  const head = header({ "model.diffusion_model.vast": bytes })
  const block = Buffer.alloc(1024 * 1024, 7)
  return {
    *read(begin, end) {
      if (begin < head.length) yield head.subarray(begin, end)
      for (let at = Math.max(begin, head.length); at < end;) {
        const part = block.subarray(0, Math.min(block.length, end - at))
        yield part
        at += part.length
      }
    },
    // Whoever compares it computes it; that is what the file is for.
    sha256: "",
    size: head.length + bytes,
  }
}

/** A GGUF of version 3 whose first pair names its architecture. */
export function gguf(architecture: string): Buffer {
  const text = (value: string) => {
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(value.length))
    return Buffer.concat([length, Buffer.from(value)])
  }
  const head = Buffer.alloc(24)
  head.write("GGUF")
  head.writeUInt32LE(3, 4)
  head.writeBigUInt64LE(1n, 16)
  const type = Buffer.from([8, 0, 0, 0])
  const pair = [text("general.architecture"), type, text(architecture)]
  return Buffer.concat([head, ...pair, Buffer.alloc(64)])
}

/** Local headers of a zip with these names, each entry empty. */
export function zip(...names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const entry = Buffer.alloc(30)
    entry.writeUInt32LE(0x04034b50)
    entry.writeUInt16LE(name.length, 26)
    return Buffer.concat([entry, Buffer.from(name)])
  })
  return Buffer.concat(entries)
}

export const pickles = {
  bare: Buffer.from("800495000000000000002e", "hex"),
  legacyTorch: Buffer.from("80028a0a6cfc9c46f9206aa850192e8002", "hex"),
  script: zip("archive/data.pkl", "archive/code/__torch__.py"),
  torch: zip("archive/data.pkl", "archive/version"),
}
