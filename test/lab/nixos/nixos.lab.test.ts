import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import {
  added,
  addMachine,
  editYaml,
  emptyFolder,
  putConfiguration,
  usual,
} from "../../e2e/adopting.ts"
import { deployed } from "../../e2e/sdops.ts"
import { serves } from "../../e2e/serves.ts"
import { isWhole } from "../../standins/nixpkgs/libraries.ts"
import { editFleet } from "../fleet.ts"
import { run } from "../run.ts"
import { test as labTest } from "../test.ts"

/** Evaluating all of nixpkgs takes minutes on a machine that is busy. */
const timeout = 900_000

// From a fresh host to one that was deployed: each test goes on where the one
// before it has ended.
const test = labTest
  .extend("host", { scope: "file" }, ({ launchHost }) =>
    launchHost({ kind: "nixos" }),
  )
  .extend("fleet", { scope: "file" }, async ({ host }, { onCleanup }) => {
    const fleet = await emptyFolder(host)
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

it("its own /etc/nixos is adopted", { timeout }, async ({ fleet, host }) => {
  await putConfiguration(host, await usual(host))
  const { adopted, error } = await added(fleet, host)
  expect(error).toBeUndefined()
  expect(adopted).toMatchObject({
    gpu: { model: "GeForce GTX 1060 6GB", vendor: "nvidia" },
    "host-key": host.hostKey,
    ready: true,
    "state-version": "24.05",
  })
  const more = join(fleet.root, "hosts", host.name, "more.nix")
  await writeFile(more, "{ }\n")
  await addMachine(fleet, host, [`./${host.name}/more.nix`])
  await editYaml(fleet, host.name, (about) => ({
    ...about,
    services: {
      comfyui: {
        enable: true,
        listen: ["0.0.0.0"],
        "open-firewall": true,
        port: 8188,
      },
    },
  }))
})

it(
  "a first deployment, nothing to do, another port",
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
  },
)

it(
  "a user and a port of the firewall: the app goes on",
  { timeout },
  async ({ fleet, host }) => {
    const show = ["systemctl", "show", "-P", "InvocationID", "comfyui"]
    const app = await host.exec(show)
    const rules = "nft list ruleset | grep -c 9001"
    await editFleet(fleet, `${host.name}/more.nix`, () => changed)
    const result = await deployed(fleet, host.name)
    expect(result.verdict).toBe("committed")
    expect((await host.exec("id -nG guest")).stdout).toBe("users video\n")
    expect(Number((await host.exec(rules)).stdout)).toBeGreaterThan(0)
    expect(await host.exec(show)).toEqual(app)
  },
)

it(
  "a unit that fails is told, an activation that fails is rolled back",
  { timeout },
  async ({ fleet, host }) => {
    await editFleet(fleet, `${host.name}/more.nix`, () => dying)
    const degraded = await deployed(fleet, host.name)
    expect(degraded.verdict).toBe("degraded")
    expect(JSON.stringify(degraded)).toContain("dying.service")
    await editFleet(fleet, `${host.name}/more.nix`, () => changed)
    expect((await deployed(fleet, host.name)).verdict).toBe("committed")

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

const changed = `{
  networking.firewall.allowedTCPPorts = [ 9001 ];
  users.users.guest = { extraGroups = [ "video" ]; isNormalUser = true; };
}
`

const dying = `{
  systemd.services.dying = {
    script = "exit 7"; wantedBy = [ "multi-user.target" ];
  };
}
`

const failing = `{ system.activationScripts.breaks = "false"; }
`
