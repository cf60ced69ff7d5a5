import { join } from "node:path"
import { expect } from "vitest"
import table from "../../nix/data/heavy-packages.json" with { type: "json" }
import { renderTree } from "../../src/flake/render-tree.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { heavyBuilds } from "../../src/nix/heavy-builds.ts"
import { parseStorePath } from "../../src/nix/store-path.ts"
import { test } from "../lab/test.ts"
import { isWhole } from "../standins/nixpkgs/libraries.ts"
import { goldenHosts } from "./golden-hosts.ts"
import lacking from "./golden-lacks.json" with { type: "json" }
import { refusedHosts } from "./refused-hosts.ts"
import {
  type Golden,
  goldenHost,
  placeGolden,
  type Placed,
  refusal,
} from "./whole-nixpkgs.ts"

const torches = ["llvm", "torch", "torchaudio", "torchvision", "triton"]
const it = test.skipIf(!isWhole())
const timeout = 600_000
/** What is committed of a host: see `Lacks`. */
const lacked = (name: string) =>
  new Map(Object.entries(lacking.hosts)).get(name)

it.for(Object.entries(goldenHosts))(
  "%s evaluates with all of nixpkgs, and compiles nothing heavy",
  { timeout },
  async ([name, golden], { host }) => {
    const placed = await placeGolden(host, name, golden)
    const evaluated = await goldenHost(host, name, placed)
    judge(evaluated, placed)
    expect({ [name]: evaluated.lacks }).toEqual({ [name]: lacked(name) })
  },
)

it(
  "lithium of hosts/ evaluates, and compiles nothing heavy",
  {
    timeout,
  },
  async ({ host }) => {
    const placed = await lithium()
    const golden = await goldenHost(host, "lithium", placed)
    judge(golden, placed)
    expect(golden.lacks).toEqual(lacked("lithium"))
    // What its files say, with today's name of each argument.
    const serves = golden.units["comfyui.service"] ?? ""
    for (const words of ['"--lowvram"', '"--preview-method=taesd"'])
      expect(serves).toContain(words)
    expect(serves).toMatch(/"--listen" "0\.0\.0\.0" "--port" "8188" /)
    const models = golden.added.filter(
      ({ fixedOutput, name }) => fixedOutput && name.endsWith(".safetensors"),
    )
    expect(models.map(({ name }) => name).toSorted()).toEqual([
      "pony-xl-v6-artist-styles.safetensors",
      "pony-xl-v6.safetensors",
    ])
  },
)

it.for(refusedHosts)(
  "%s is refused with all of nixpkgs, and told what to do",
  { timeout },
  async ([, golden, said], { host }) => {
    const placed = await placeGolden(host, "refused", golden)
    expect(await refusal(host, "refused", placed)).toContain(said)
  },
)

/** The example fleet's own files, as they would be pushed. */
async function lithium(): Promise<Placed> {
  const fleet = await loadFleet(
    { fleet: join(import.meta.dirname, "../.."), from: "/" },
    { environment: {} },
  )
  const { files } = await renderTree(fleet, "lithium")
  const its = [...files].flatMap(([path, { content }]) =>
    /^(?:inventory|modules)\//.test(path)
      ? [[path, Buffer.from(content).toString()] as const]
      : [],
  )
  const modules = (fleet.hosts.get("lithium")?.modules ?? []).map(
    (path) => `(folder + "/modules/lithium/hosts/${path.slice(2)}")`,
  )
  return {
    files: new Map(its),
    machine: `{ imports = [ ${modules.join(" ")} ]; }`,
    torch: "wheels",
  }
}

function judge(golden: Golden, { torch, units: wanted = {} }: Placed): void {
  const { added, isCached, system, units, warnings } = golden
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
  expect(taken.includes("torch")).toBe(torch === "nixpkgs")
  if (torch !== "nixpkgs") expect(taken).toEqual([])
  expect(taken).not.toContain("llvm")
  expect(added.filter((one) => !one.fixedOutput).length).toBeLessThan(100)
  for (const text of Object.values(units)) expect(strange(text)).toEqual([])
  for (const [unit, lines] of Object.entries(wanted))
    for (const line of lines) expect(units[unit]).toMatch(line)
  if (torch === "none") return
  const comfyui = units["comfyui.service"]
  expect(comfyui).toMatch(
    /^ExecStart="\/nix\/store\/[^/ ]+-comfyui-0[^/ ]+\/bin\/comfyui" /m,
  )
  // Beside the other state, never in the store.
  expect(comfyui).toMatch(
    /"--database-url=sqlite:\/{4}(var\/lib|srv)\/comfyui\/user\/comfyui\.db"/,
  )
}

/** Lines that systemd wouldn't take, or that no unit should have. */
function strange(unit: string): readonly string[] {
  const line = /^(|[#;].*|\[[A-Z][A-Za-z]*\]|[A-Za-z-]+=.*)$/
  return unit
    .split("\n")
    .filter((text) => !line.test(text) || /«|<derivation|=null$/.test(text))
}
