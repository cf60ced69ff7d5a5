import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { buildReader } from "../../../src/nix/log/build-events.ts"
import { parseLogLine } from "../../../src/nix/log/log-line.ts"
import { provenanceReader } from "../../../src/nix/log/provenance.ts"

function read(name: string) {
  const file = new URL(`../../fixtures/nix/${name}.stderr`, import.meta.url)
  const sources = provenanceReader(() => 0)
  const read = buildReader(sources.event)
  for (const line of readFileSync(file, "utf8").split("\n"))
    read(parseLogLine(line))
  return sources.read()
}

describe.each(["2.26.3", "2.34.8"])("a recorded build by Nix %s", (version) => {
  test("by a remote builder has each derivation once, with it", () => {
    const { built } = read(`deploy-remote-and-subst-json.${version}`)
    expect(new Set(built.map(({ machine }) => machine))).toEqual(
      new Set(["ssh-ng://builder1"]),
    )
    expect(new Set(built.map(({ drv }) => drv)).size).toBe(built.length)
    expect(built.map(({ name }) => name)).toContain("python3.13-torch-2.9.1")
  })

  test("from a cache has each path with it", () => {
    const { built, fetched } = read(`subst-ok-json.${version}`)
    expect(built).toEqual([])
    expect(fetched).toHaveLength(15)
    expect(new Set(fetched.map(({ from }) => from))).toEqual(
      new Set(["http://127.0.0.1:8081"]),
    )
  })

  test("here has no machine", () => {
    const { built } = read(`build-ok-json.${version}`)
    expect(built).toMatchObject([{ machine: "", name: "ok-1.0" }])
  })
})

test("what a builder fetches for itself isn't ours", () => {
  const sources = provenanceReader(() => 0)
  const fetching = { build: "fetching", from: "https://c", name: "x" } as const
  sources.event({ ...fetching, path: "/nix/store/a-x", there: true })
  sources.event({ ...fetching, path: "/nix/store/b-x", there: false })
  expect(sources.read().fetched.map(({ path }) => path)).toEqual([
    "/nix/store/b-x",
  ])
})

test("a build takes as long as from its start to its end", () => {
  let now = 5
  const sources = provenanceReader(() => now)
  const torch = { drv: "/nix/store/a-torch.drv", name: "torch" }
  sources.event({ build: "building", ...torch, machine: "" })
  sources.event({ build: "building", drv: "b", machine: "", name: "b" })
  now = 12
  sources.event({ build: "ended", ...torch })
  expect(sources.read().built.map(({ seconds }) => seconds)).toEqual([
    7,
    undefined,
  ])
})
