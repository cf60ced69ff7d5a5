import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "vitest"
import { generateKeyPair } from "../../src/nix/cache/signing-key.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { architecture, builderOf } from "./builder.ts"
import { deployed } from "./sdops.ts"

/** A fleet of a host that needs a torch which nobody has yet. */
function heavyFleet(host: LabHost, fleet: Record<string, unknown>) {
  return makeFleet([host], {
    files: { [`${host.name}/heavy.nix`]: architecture("8.9") },
    fleet,
    more: { [host.name]: ["heavy.nix"] },
  })
}

test("what one declared host builds, its cache gives to the others", async ({
  launchHost,
}) => {
  const [neon, host, other] = await Promise.all([
    launchHost(),
    launchHost(),
    launchHost(),
  ])
  const key = generateKeyPair("neon-1")
  const folder = await mkdtemp(join(tmpdir(), "sdops-key-"))
  const file = join(folder, "cache.secret")
  await writeFile(file, key.secret.reveal(), { mode: 0o600 })
  const keyFile = "/run/sdops-secrets/cache-key"
  // As every NixOS has it; the user's shell is there.
  const bash = "{ pkgs, ... }: { environment.systemPackages = [ pkgs.bash ]; }"
  await using roles = await makeFleet([neon], {
    files: { [`${neon.name}/bash.nix`]: bash },
    hosts: {
      [neon.name]: {
        "fleet-builder": {
          enable: true,
          features: ["cuda"],
          keys: [`${host.hostKey} ${host.name}`],
          user: "nix-build",
        },
        "fleet-cache": {
          enable: true,
          "open-firewall": true,
          "secret-key-file": keyFile,
        },
        secrets: {
          "cache-key": { from: `file:${file}`, units: ["nix-serve.service"] },
        },
      },
    },
    more: { [neon.name]: ["bash.nix"] },
  })
  const first = await deployed(roles, neon.name)
  await rm(folder, { recursive: true })
  expect([first.verdict, first.error]).toEqual(["committed", undefined])

  const builder = builderOf(neon, {
    features: ["big-parallel", "cuda"],
    user: "nix-build",
  })
  await using compiles = await heavyFleet(host, {
    builders: { neon: builder },
    policy: { "heavy-builds": "builders-only" },
  })
  const built = await deployed(compiles, host.name, ["--goal", "build"])
  expect([built.verdict, built.error]).toEqual(["built", undefined])
  const heavy = (built.sources?.built ?? []).filter((one) => one.heavy)
  expect(heavy.map(({ name }) => name).join()).toContain("torch-2")
  expect(new Set(heavy.map(({ on }) => on))).toEqual(new Set(["neon"]))

  const url = `http://${neon.address}:5000`
  await using fetches = await heavyFleet(other, {
    caches: [{ key: key.public, url }],
    policy: { "heavy-builds": "refuse" },
  })
  const fetched = await deployed(fetches, other.name, ["--goal", "build"])
  expect([fetched.verdict, fetched.error]).toEqual(["built", undefined])
  const torch = fetched.sources?.fetched.find(({ name }) =>
    name.includes("-torch-2"),
  )
  expect(torch?.from).toBe(url)
})
