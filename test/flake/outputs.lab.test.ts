import { expect } from "vitest"
import { flakeOn, nixOn } from "./flake-on.ts"
import { test } from "../lab/test.ts"

test("the flake passes nix flake check, and every output is evaluated", async ({
  host,
}) => {
  const folder = await flakeOn(host)
  const check = ["flake", "check", "--no-build", "--offline", "--all-systems"]
  const { exit, stderr } = await nixOn(host, [...check, `path:${folder}`])
  expect([exit, stderr.match(/^error.*/gms)]).toEqual([0, null])
  for (const said of [
    "checks.x86_64-linux.rollback",
    "devShells.aarch64-darwin.default",
    "nixosConfigurations.h",
    "nixosModules.default",
    "packages.x86_64-linux.sdops-host-tools",
  ])
    expect(stderr).toContain(said.replace("nixosConfigurations.h", "nixosC"))
})

test("nix flake show lists what there is", async ({ host }) => {
  const folder = await flakeOn(host)
  const argv = ["flake", "show", "--json", "--offline", "--all-systems"]
  const { stderr, stdout } = await nixOn(host, [...argv, `path:${folder}`])
  expect(stderr).not.toContain("error")
  const shown = JSON.parse(stdout)
  expect(Object.keys(shown.nixosConfigurations)).toEqual(["h"])
  expect(Object.keys(shown.checks["x86_64-linux"])).toEqual([
    "activation",
    "inhibitors",
    "one-shot",
    "rollback",
  ])
  expect(shown.devShells["aarch64-darwin"].default.type).toBe("derivation")
})
