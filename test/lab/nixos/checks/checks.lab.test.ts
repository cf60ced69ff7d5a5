import { readdirSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { isWhole } from "../../../standins/nixpkgs/libraries.ts"
import type { LabHost } from "../../host.ts"
import { must } from "../../run.ts"
import { test as labTest } from "../../test.ts"
import { runScript } from "./run-script.ts"

/** Evaluating all of nixpkgs takes minutes on a machine that is busy. */
const timeout = 900_000

const nix = join(import.meta.dirname, "../../../../nix")
const others = ["default.nix", "served.nix"]
const names = readdirSync(join(nix, "tests"))
  .filter((file) => !others.includes(file))
  .map((file) => file.replace(/\.nix$/, ""))

// One host, which boots the machine of one test after the other.
const test = labTest
  .extend("host", { scope: "file" }, async ({ launchHost }) => {
    const host = await launchHost({ kind: "nixos" })
    await putSources(host)
    return host
  })
  .skipIf(!isWhole())

/** The tests and modules, and what makes a host of a test's machine. */
async function putSources(host: LabHost): Promise<void> {
  const pack = 'tar -C "$0" -cz . | base64'
  const input = await must(["sh", "-c", pack, nix])
  const unpack =
    "mkdir -p /root/checks/nix; base64 -d | tar -C /root/checks/nix -xz"
  await host.exec(unpack, { input })
  const here = import.meta.dirname
  for (const path of ["machine-of.nix", "../configuration.nix"]) {
    const text = await readFile(join(here, path), "utf8")
    const file = `/root/checks/${path.replace("../", "")}`
    await host.exec(["tee", file], { input: text })
  }
}

async function nixOn(host: LabHost, argv: readonly string[]) {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  const command = ["nix", ...features, ...argv]
  const ran = await host.exec(command, { deadline: 600 })
  expect(ran.exit, ran.stderr).toBe(0)
  return ran.stdout.trim()
}

test(
  "the tests in virtual machines evaluate",
  { timeout },
  async ({ host }) => {
    const nixpkgs = (
      await host.exec(["cat", "/etc/sdlab/nixpkgs"])
    ).stdout.trim()
    const expression = `
    let pkgs = import ${nixpkgs} { system = "x86_64-linux"; }; in
    builtins.mapAttrs (_: test: test.drvPath)
      (import /root/checks/nix/tests { inherit pkgs; })`
    const words = ["eval", "--json", "--impure", "--expr", expression]
    const drvs = names.map((name) => [
      name,
      expect.stringMatching(`-vm-test-run-sdops-${name}\\.drv$`),
    ])
    const evaluated: unknown = JSON.parse(await nixOn(host, words))
    expect(evaluated).toEqual(Object.fromEntries(drvs))
  },
)

test.for(names)(
  "what the test %s says of a virtual machine holds here",
  { timeout },
  async (name, { host }) => {
    const file = ["--impure", "--file", "/root/checks/machine-of.nix"]
    const of = ["--argstr", "name", name]
    const script = await nixOn(host, [
      "eval",
      "--raw",
      ...file,
      ...of,
      "script",
    ])
    const out = ["--out-link", `/root/checks/${name}`, "--print-out-paths"]
    const system = await nixOn(host, [
      "build",
      ...file,
      ...of,
      ...out,
      "system",
    ])
    const boot = await host.exec(`
      nix-env -p /nix/var/nix/profiles/system --set ${system}
      ${system}/bin/switch-to-configuration boot`)
    expect(boot.exit, boot.stderr).toBe(0)
    await host.reboot()
    expect((await host.system()).booted).toBe(system)
    const { exit, said } = await runScript(host, script)
    expect(exit, said).toBe(0)
  },
)
