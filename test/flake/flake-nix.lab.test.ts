import fc from "fast-check"
import { expect } from "vitest"
import { flakeNix } from "../../src/flake/flake-nix.ts"
import { nar } from "../../src/flake/nar.ts"
import { test } from "../lab/test.ts"
import { hostile, known } from "./hostile.ts"
import { evaluate, restore } from "./restore.ts"

test("hostile inputs reach Nix unchanged, and run nothing", async ({
  host,
}) => {
  const texts = [...known, ...fc.sample(hostile, 200)]
  const inputs = Object.fromEntries(
    texts.flatMap((text, index) => [
      [`input-${index}`, text],
      [`${index}${text}`, "path:/x"],
    ]),
  )
  const content = Buffer.from(flakeNix(inputs))
  const files = new Map([["flake.nix", { content, executable: false }]])
  const folder = await restore(host, nar(files))

  const found = await evaluate(host, [
    "--impure",
    "--expr",
    `builtins.mapAttrs (_: i: i.url) (import ${folder}/flake.nix).inputs`,
  ])

  expect(found).toEqual(inputs)
})
