import { expect } from "vitest"
import { deployed } from "../../e2e/sdops.ts"
import { serves } from "../../e2e/serves.ts"
import { isWhole } from "../../standins/nixpkgs/libraries.ts"
import { editFleet, makeFleet } from "../fleet.ts"
import { run } from "../run.ts"
import { test as labTest } from "../test.ts"

/** Evaluating all of nixpkgs takes minutes on a machine that is busy. */
const timeout = 900_000

const test = labTest
  .extend("host", { scope: "file" }, ({ launchHost }) =>
    launchHost({ kind: "nixos" }),
  )
  .extend("fleet", { scope: "file" }, async ({ host }, { onCleanup }) => {
    const fleet = await makeFleet([host], {
      files: { [`${host.name}/more.nix`]: "{ }" },
      hosts: {
        [host.name]: {
          modules: [
            `./${host.name}/configuration.nix`,
            `./${host.name}/more.nix`,
            "debian#nixosModules.comfyui",
            "debian#nixosModules.machine",
          ],
        },
      },
    })
    onCleanup(() => fleet[Symbol.asyncDispose]())
    return fleet
  })

const it = test.skipIf(!isWhole())

it("its own init boots it, and sshd lets in", { timeout }, async ({ host }) => {
  const system = await host.system()
  expect(system.generation).toBe(1)
  expect(system.booted).toBe(system.current)
  expect(system.bootDefault).toBe(system.current)
  const first = await host.exec("tr '\\0' ' ' </proc/1/cmdline")
  expect(first.stdout).toContain(`${system.booted}/init`)
  const script = "sudo -n id -un; nixos-rebuild --help"
  const login = ["ssh", "-F", host.sshConfig, `ops@${host.name}`, script]
  const { stdout } = await run(login)
  expect(stdout).toMatch(/^root\nusage: nixos-rebuild /)
})

it(
  "a first deployment, another port, and an activation that fails",
  { timeout },
  async ({ fleet, host }) => {
    const before = await host.system()
    const first = await deployed(fleet, host.name)
    expect(first.error).toBeUndefined()
    expect(first.verdict).toBe("committed")
    const after = await host.system()
    expect(after).toEqual({
      booted: before.booted,
      bootDefault: first.candidate,
      current: first.candidate,
      generation: before.generation + 1,
      profile: first.candidate,
    })
    await serves(host)
    expect((await deployed(fleet, host.name)).verdict).toBe("unchanged")

    await editFleet(fleet, `${host.name}.yaml`, (text) =>
      text.replace("8188", "8199"),
    )
    expect((await deployed(fleet, host.name)).verdict).toBe("committed")
    await serves(host, 8199)

    const committed = await host.system()
    await editFleet(fleet, `${host.name}/more.nix`, () => failing)
    const failed = await deployed(fleet, host.name)
    expect(failed.verdict).toBe("rolled-back")
    expect(await host.system()).toEqual(committed)
    await serves(host, 8199)

    await host.reboot()
    const again = await host.system()
    expect(again).toEqual({ ...committed, booted: committed.current })
    await serves(host, 8199)
  },
)

const failing = `{ system.activationScripts.breaks = "false"; }
`
