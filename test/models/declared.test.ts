import { expect, test } from "vitest"
import { modelByHashOrName } from "../../src/models/declared.ts"
import type { Declared } from "../../src/models/result.ts"

const model = (folder: string, name: string, digit: string): Declared => {
  const hex = Buffer.from(digit.repeat(64), "hex")
  return {
    file: `${folder}/${name}.safetensors`,
    folder,
    format: "safetensors",
    hash: `sha256-${hex.toString("base64")}`,
    name,
    url: `https://models.example.org/${name}`,
  }
}
const pony = model("checkpoints", "Pony", "a")
const ink = model("loras", "ink", "b")
const other = model("loras", "Pony", "c")
const models = [pony, ink, other]

test.each([
  [{ hash: "A".repeat(64) }, pony],
  [{ hash: "bbbbbbbbbb" }, ink],
  // A hash says more than a name, unless nobody has it.
  [{ hash: "bbbbbbbbbb", name: "Pony" }, ink],
  [{ hash: "0123456789", name: "ink" }, ink],
  [{ name: "ink.safetensors" }, ink],
  [{ name: "loras\\INK.safetensors" }, ink],
  [{ name: "checkpoints/pony.safetensors" }, pony],
  // Which of two it is, a name doesn't say.
  [{ name: "pony" }, undefined],
  [{ hash: "bbb" }, undefined],
  [{ name: "moose" }, undefined],
  [{}, undefined],
])("%j is a declared model, or none", (said, is) => {
  expect(modelByHashOrName(models, said)).toBe(is)
})
