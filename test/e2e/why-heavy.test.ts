import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { onStandIn } from "../lab/test.ts"
import { deployed } from "./sdops.ts"
import { expectError, untouched } from "./untouched.ts"

const test = onStandIn(
  "whose torch is nixpkgs' own is told of the rehearsal one",
)

/** Why a deployment with one more module would compile, and what helps. */
async function why(
  host: LabHost,
  nix: string,
  own: Readonly<Record<string, unknown>> = {},
) {
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/more.nix`]: nix },
    fleet: { policy: { "heavy-builds": "refuse" } },
    hosts: { [host.name]: own },
    more: { [host.name]: ["more.nix"] },
  })
  const result = await untouched(host, () =>
    deployed(fleet, host.name, ["--dry-run"]),
  )
  const code = "SDOPS_HEAVY_BUILD"
  expectError(result, { code, exit: "refused", stage: "plan" })
  const { because = [], help = [] } = result.error ?? {}
  return { because: because.join("\n"), help: help.join("\n") }
}

test("a refusal says why no cache has what is heavy", async ({ host }) => {
  // The host's GPU is older than nixpkgs' list.
  const old = await why(host, "{ }")
  expect(old.because).toMatch(
    /torch 2\.[^,]*, .* are compiled for the CUDA capabilities 6\.1, and/,
  )
  expect(old.help).toContain(`torch: wheel   # of gpu, in hosts/${host.name}`)

  const newer = { "compute-capability": "8.9", model: "GeForce RTX 4090" }
  const gpu = { ...newer, torch: "nixpkgs", vendor: "nvidia" }
  const stock = await why(host, "{ }", { gpu })
  expect(stock.because).toMatch(/torch.* are as nixpkgs has them/)
  expect(stock.because).not.toContain("capabilities")
  expect(stock.help).toContain("sdops update nixpkgs")

  // Caches have the packages of one Python.
  const other = await why(
    host,
    `{ pkgs, ... }: {
      environment.systemPackages = [ pkgs.python312Packages.torch ];
    }`,
    { gpu },
  )
  expect(other.because).toMatch(
    /torch 2\.\S+, triton \S+ are for Python 3\.12, and caches build/,
  )
  expect(other.because).toContain("of Python 3.13: use python3Packages")

  // What is changed lies beneath torch.
  const beneath = await why(
    host,
    `{ nixpkgs.overlays = [ (_: previous: {
      magma = previous.magma.overrideAttrs { version = "9"; };
    }) ]; }`,
  )
  expect(beneath.because).toMatch(
    /magma 2\.\S+ isn't nixpkgs' own \(version\), and torch 2\..* are built/,
  )
  expect(beneath.because).toMatch(/nccl \S+, triton \S+ are compiled for/)
  expect(beneath.help).toContain("sdops cache push --help")

  const own = await why(host, "{ nixpkgs.config.torchSeconds = 60; }")
  expect(own.because).toMatch(/torch 2\.\S+ isn't nixpkgs' own \(seconds\)/)
})
