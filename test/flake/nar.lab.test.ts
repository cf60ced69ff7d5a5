import fc from "fast-check"
import { expect } from "vitest"
import { nar, narHash } from "../../src/flake/nar.ts"
import { treeKey } from "../../src/flake/tree.ts"
import { test } from "../lab/test.ts"
import { hostile } from "./hostile.ts"

const name = hostile.filter(
  (text) =>
    text !== "" &&
    Buffer.byteLength(text) <= 200 &&
    !/[/\n]/.test(text) &&
    ![".", ".."].includes(text),
)
const file = fc.record({
  content: fc.uint8Array({ maxLength: 40 }),
  executable: fc.boolean(),
})
const tree = fc
  .uniqueArray(fc.tuple(name, fc.option(name), file), {
    maxLength: 12,
    minLength: 1,
    selector: ([first]) => first,
  })
  .map((all) =>
    all.map(
      ([first, second, one]) =>
        [second === null ? first : `${first}/${second}`, one] as const,
    ),
  )
  .map((all) => new Map(all))

const script = `
  export NIX_CONFIG="extra-experimental-features = nix-command"
  folder="$(mktemp -d)"
  cd "$folder"
  while read -r archive; do
    printf %s "$archive" | base64 -d >nar
    nix-store --restore tree <nar
    nix hash path tree
    nix-hash --type sha256 tree
    nix-store --dump tree | cmp - nar
    rm -rf tree
  done
`

test("Nix restores our archives, hashes and dumps them alike", async ({
  host,
}) => {
  const archives = fc.sample(tree, 40).map(nar)
  const lines = archives.map((archive) => Buffer.from(archive))
  const input = lines.map((line) => `${line.toString("base64")}\n`).join("")

  const { stderr, stdout } = await host.exec(script, { input })

  expect(stderr).toBe("")
  expect(stdout.trim().split("\n")).toEqual(
    archives.flatMap((archive) => {
      const hash = narHash(archive)
      return [hash, treeKey({ hash })]
    }),
  )
})
