import fc from "fast-check"
import { expect, test } from "vitest"
import { unfitPath } from "../../src/files/unfit-path.ts"

test.each([
  "/etc/profile",
  "..",
  "../x",
  "a/../../x",
  "a/..",
  "./a",
  "a//b",
  "a/",
  "",
  ".git/hooks/post-checkout",
  "sub/.GIT/config",
  ".git",
  ".git. /x",
  "git~1/hooks/x",
  "a\\..\\..\\x",
  "a\nb",
  "a\u001B[2Jb",
  ".g\u200Cit/config",
  "a\u202Etxt.nix",
  "a\0b",
  `${"x".repeat(256)}`,
])("%j can't become a file of ours", (path) => {
  expect(unfitPath(path)).toBeTypeOf("string")
})

test.each([
  "configuration.nix",
  "sub/run.sh",
  "..a/b",
  ".gitignore",
  "a b/ü.nix",
  "写真/a.nix",
  "...",
])("%j can", (path) => {
  expect(unfitPath(path)).toBeUndefined()
})

const name = fc.constantFrom("a", "..", ".", "", ".git", "b.nix", "x\\y", "\r")

test("whatever may be written lies below the folder", () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      const path = names.join("/")
      if (unfitPath(path) !== undefined) return
      const { pathname } = new URL(path, "file:///root/of/all/")
      expect(pathname).toBe(`/root/of/all/${path}`)
    }),
  )
})
