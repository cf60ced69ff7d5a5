import { expect } from "vitest"
import table from "../../nix/data/heavy-packages.json" with { type: "json" }
import { heavyBuilds } from "../../src/nix/heavy-builds.ts"
import { parseStorePath } from "../../src/nix/store-path.ts"
import { test } from "../lab/test.ts"
import { isWhole } from "../standins/nixpkgs/libraries.ts"
import { goldenHosts } from "./golden-hosts.ts"
import { goldenHost } from "./whole-nixpkgs.ts"

const torches = ["llvm", "torch", "torchaudio", "torchvision", "triton"]

test.skipIf(!isWhole()).for(Object.entries(goldenHosts))(
  "%s evaluates with all of nixpkgs, and compiles nothing heavy",
  { timeout: 600_000 },
  async ([name, golden], { host }) => {
    const { added, isCached, system, units, warnings } = await goldenHost(
      host,
      name,
      golden,
    )
    expect(system).toMatch(/-nixos-system-.*\.drv$/)
    expect(warnings).toEqual([])
    // The packages of its Python are in the jobs that caches build.
    expect(isCached).toBe(true)
    const drvs = added.map(({ drv }) => drv)
    expect(heavyBuilds(drvs, table.packages, added)).toEqual([])
    // What sdops adds needs no torch of nixpkgs but the one that serves.
    const inputs = new Set(added.flatMap((one) => one.inputs))
    const taken = [...inputs].flatMap((drv) => {
      const { pname } = parseStorePath(drv)
      return torches.includes(pname) && !drvs.includes(drv) ? [pname] : []
    })
    expect(taken.includes("torch")).toBe(golden.torch === "nixpkgs")
    if (golden.torch === "wheels") expect(taken).toEqual([])
    expect(taken).not.toContain("llvm")
    expect(added.length).toBeLessThan(150)
    expect(Object.keys(units)).toContain("comfyui.service")
    for (const text of Object.values(units)) expect(strange(text)).toEqual([])
    expect(units["comfyui.service"]).toMatch(
      /^ExecStart="\/nix\/store\/[^/ ]+-comfyui-0[^/ ]+\/bin\/comfyui" /m,
    )
  },
)

/** Lines that systemd wouldn't take, or that no unit should have. */
function strange(unit: string): readonly string[] {
  const line = /^(|[#;].*|\[[A-Z][A-Za-z]*\]|[A-Za-z-]+=.*)$/
  return unit
    .split("\n")
    .filter((text) => !line.test(text) || /«|<derivation|=null$/.test(text))
}
