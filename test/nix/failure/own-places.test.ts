import fc from "fast-check"
import { expect, test } from "vitest"
import {
  inOwnWords,
  ownFile,
  sayFile,
} from "../../../src/nix/failure/own-places.ts"

const store = `/nix/store/${"a1".repeat(16)}-source`
const pushed = `/nix/var/sdops/sources/${"0f".repeat(32)}`
const trees = [store, pushed, "«path:/x»"]

test.each(trees)("of a tree in %s each file has its writer", (tree) => {
  const said = (path: string) => {
    const own = ownFile(`${tree}/${path}`, "lithium")
    return [own.writer, sayFile({ ...own, column: 3, line: 2 })]
  }
  expect(said("modules/lithium/hosts/lithium/configuration.nix")).toEqual([
    "fleet",
    "hosts/lithium/configuration.nix:2:3",
  ])
  expect(said("modules/lithium/shared/gpu.nix")[1]).toBe("shared/gpu.nix:2:3")
  expect(said("inventory/lithium.json")[1]).toBe("hosts/lithium.yaml:2:3")
  expect(said("nix/outputs.nix")[0]).toBe("sdops")
  expect(said("nix/modules/gpu.nix")[0]).toBe("sdops")
  expect(said("nixos/modules/services/misc/x.nix")[0]).toBe("nixpkgs")
  expect(said("lib/modules.nix")[1]).toBe("nixpkgs' lib/modules.nix:2:3")
  // Another host's file, or a flake that has folders of these names.
  expect(said("modules/neon/x.nix")[0]).toBe("input")
  expect(said("modules/nixos/default.nix")[0]).toBe("input")
  expect(said("nix/home/vim.nix")[0]).toBe("input")
})

test("what sdops' own modules call themselves is the host's file", () => {
  expect(ownFile("inventory/lithium.json", "lithium").file).toBe(
    "hosts/lithium.yaml",
  )
})

const host = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._+-]{0,12}$/)
const path = fc.array(name, { maxLength: 5, minLength: 1 })

test("any file of a fleet is named from its root, wherever it is said", () => {
  fc.assert(
    fc.property(
      host,
      path,
      fc.constantFrom(...trees),
      fc.constantFrom(["`", "'"], ['"', '"'], ["at ", ":3:4:"], ["(", ")"]),
      (host, names, tree, [open, close]) => {
        const file = names.join("/")
        const said = `in ${open}${tree}/modules/${host}/${file}${close} and`
        expect(inOwnWords(said, host)).toBe(`in ${open}${file}${close} and`)
      },
    ),
  )
})

test("a text that names no tree stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), host, (text, host) => {
      fc.pre(!text.includes("«"))
      expect(inOwnWords(text, host)).toBe(text)
    }),
  )
})
