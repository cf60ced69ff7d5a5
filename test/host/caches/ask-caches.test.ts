import { describe, expect, test } from "vitest"
import { askCaches } from "../../../src/host/caches/ask-caches.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const path = (name: string) =>
  `/nix/store/nbd4fdyx0y7zjzmha19sciyifbx3jha0-${name}`
const torch = path("python3.13-torch-2.9.1")
const linux = path("linux-6.12")
const modules = path("linux-6.12-modules")
const system = path("nixos-system-lithium")

/** Derivations as Nix stores them, without and with structured attributes. */
const glue = [
  `("allowSubstitutes",""),("preferLocalBuild","1")`,
  String.raw`("__json","{\"allowSubstitutes\":false}")`,
]

// Answers of two caches: one has torch, the other is down.
const nix = `
case "$*" in
  *"config show"*)
    echo "require-sigs = true"
    echo "substituters = http://good http://dead?priority=1"
    echo "trusted-public-keys = a-1:x b-1:y" ;;
  *"path-info"*"http://good"*) echo "{\\"${torch}\\":null}" ;;
  *"path-info"*) echo "error: unable to download 'http://dead'" >&2; exit 1 ;;
esac`
const nixStore = `
case "$*" in
  *--outputs*) echo "${torch}" ;;
  *--print-invalid*) echo "${torch}" ;;
  *--check-validity*lithium*) exit 1 ;;
  *--deriver*modules*) echo "${modules}.drv" ;;
  *--deriver*) echo unknown-deriver ;;
  *-qR*helium*) echo "${linux}"; echo "${modules}"; echo "${torch}" ;;
  *-qR*) echo "${torch}.drv"; echo "${linux}.drv"; echo "${path("bash")}" ;;
esac`

const question = { config: "", paths: [linux, torch] }

describe.each(shells)("asking caches under %s %s", (...shell) => {
  const asking = async (more: object = {}, files = {}) => {
    const programs = { nix, "nix-store": nixStore }
    await using root = await FakeRoot.make(files, programs)
    return await askCaches(root.shell(shell), { ...question, ...more })
  }

  test("tells what each said, and what is in the store", async () => {
    const asked = await asking()
    expect(asked).toMatchObject({
      asked: [linux, torch],
      keys: ["a-1:x", "b-1:y"],
      requireSigs: true,
      valid: [linux],
    })
    expect(asked.answers).toEqual([
      { exit: 0, json: `{"${torch}":null}`, stderr: "", url: "http://good" },
      {
        exit: 1,
        json: "",
        stderr: "error: unable to download 'http://dead'",
        url: "http://dead?priority=1",
      },
    ])
  })

  test("asks only the caches that are named", async () => {
    const asked = await asking({ only: ["http://good"] })
    expect(asked.answers.map(({ url }) => url)).toEqual(["http://good"])
    await expect(asking({ only: ["a b"] })).rejects.toThrow("no URL")
  })

  test("adds what is heavy on the way", async () => {
    const asked = await asking({
      paths: [],
      system: { drv: `${system}.drv`, heavy: "-torch-", toplevel: system },
    })
    // Its output isn't in the store, so nobody is asked for it.
    expect(asked.asked).toEqual([])
  })

  test.each(glue)(
    "asks for no tree of a kernel's modules: %s",
    async (text) => {
      const toplevel = path("nixos-system-helium")
      const drv = `${toplevel}.drv`
      const system = { drv, heavy: "-(linux|torch)-", toplevel }
      const named = { paths: [], system }
      const asked = await asking(named, { [`${modules}.drv`]: text })
      expect(asked.asked).toEqual([linux, torch])
    },
  )

  test("counts by its name what was made from nothing known", async () => {
    const toplevel = path("nixos-system-helium")
    const drv = `${toplevel}.drv`
    const system = { drv, heavy: "-(linux|torch)-", toplevel }
    const asked = await asking({ paths: [], system })
    expect(asked.asked).toEqual([linux, modules, torch])
  })
})
