import { execFile } from "node:child_process"
import { mkdtempDisposable, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import fc from "fast-check"
import { describe, expect, test } from "vitest"

const script = new URL("../../nix/lib/refuse-cut.sh", import.meta.url).pathname

/** What the script says of a download; undefined when it lets it through. */
async function said(content: Uint8Array, format = "safetensors") {
  await using folder = await mkdtempDisposable(join(tmpdir(), "sdops-cut-"))
  const out = join(folder.path, "download")
  await writeFile(out, content)
  const env = { PATH: process.env["PATH"], format, out }
  const ran = promisify(execFile)("sh", [script], { env })
  return await ran.then(
    () => undefined,
    ({ stdout }: { stdout: string }) => stdout.trimEnd(),
  )
}

/** A safetensors file with tensors of so many bytes, and a header padded. */
function safetensors(sizes: readonly number[], padding = 0): Buffer {
  let at = 0
  const tensors = sizes.map((size, index) => {
    const data_offsets = [at, (at += size)]
    return [`t${index}`, { data_offsets, dtype: "U8", shape: [size] }]
  })
  // An escaped quote: words of people are no offsets.
  const words = { __metadata__: { note: '"data_offsets":[0,999]' } }
  const header = Object.fromEntries(tensors.toReversed())
  const text = JSON.stringify({ ...words, ...header })
  const bytes = Buffer.from(text + " ".repeat(padding))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  return Buffer.concat([length, bytes, Buffer.alloc(at, 7)])
}

const sizes = fc.array(fc.nat({ max: 400 }), { maxLength: 5 })

describe("safetensors", () => {
  test("whole ones pass, shorter and longer ones don't", async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.nat({ max: 20 }),
        fc.double({ max: 1, min: 0, noNaN: true }),
        async (tensors, padding, share) => {
          const whole = safetensors(tensors, padding)
          expect(await said(whole)).toBeUndefined()
          const cut = whole.subarray(0, Math.floor(whole.length * share))
          if (cut.length < whole.length)
            expect(await said(cut)).toMatch(
              /^sdops: the site sent .* the file:$/,
            )
          const longer = Buffer.concat([whole, Buffer.from("x")])
          expect(await said(longer)).toMatch(/ bytes of \d+ instead/)
        },
      ),
      { numRuns: 15 },
    )
  })

  test("the sizes are told", async () => {
    const whole = safetensors([300])
    const { length } = whole
    expect(await said(whole.subarray(0, -100))).toContain(
      `${length - 100} bytes of ${length} `,
    )
  })

  test.each([
    ["text", Buffer.from("Not found")],
    ["a zip", Buffer.from("PK\u0003\u0004\0\0\0\0\0\0\0\0")],
    ["nothing", Buffer.alloc(0)],
  ])("%s is none", async (_, content) => {
    expect(await said(content)).toContain("sent no safetensors file instead")
  })
})

test("GGUF is known by its first bytes; others pass", async () => {
  expect(await said(Buffer.from("GGUF\0\0"), "gguf")).toBeUndefined()
  expect(await said(Buffer.from("GGML\0\0"), "gguf")).toContain("no GGUF file")
  expect(await said(Buffer.from("anything"), "pt")).toBeUndefined()
})
