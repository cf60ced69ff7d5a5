import { expect } from "vitest"
import { renderTree } from "../../src/flake/render-tree.ts"
import { staleInputs } from "../../src/flake/lock/stale-inputs.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { leastHost, makeFleet } from "../inventory/make-fleet.ts"
import { test } from "../lab/test.ts"
import { evaluate, nixpkgsOf, restore } from "./restore.ts"

test("a lock that Nix made of the tree holds, and goes along", async ({
  host,
}) => {
  const nixpkgs = await nixpkgsOf(host)
  const inputs = { again: nixpkgs, nixpkgs }
  const root = await makeFleet({
    "hosts/fleet.yaml": JSON.stringify({ inputs }),
    "hosts/x.yaml": leastHost,
  })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const { archive } = await renderTree(fleet, "x")
  const tree = await restore(host, archive)
  const script = `
    nix --extra-experimental-features "nix-command flakes" \\
      flake lock --offline path:"${tree}" >&2
    cat "${tree}/flake.lock"
  `

  const lock = (await host.exec(script)).stdout

  expect(staleInputs(lock, inputs)).toEqual([])
  const locked = await renderTree(fleet, "x", { lock })
  const again = await restore(host, locked.archive)
  const name = await evaluate(host, [
    "--no-update-lock-file",
    `path:${again}#nixosConfigurations.x.config.networking.hostName`,
  ])
  expect(name).toBe("x")
})
