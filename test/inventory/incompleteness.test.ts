import { expect, test } from "vitest"
import {
  incompleteness,
  lacksOfAssertions,
  requireComplete,
} from "../../src/inventory/incompleteness.ts"
import { hostKey, leastHost, load } from "./make-fleet.ts"

async function host(more: string) {
  const fleet = await load({
    "hosts/x.yaml": `${leastHost}${more}`,
    "hosts/x/a.nix": "{ }",
  })
  const found = fleet.hosts.get("x")
  if (found === undefined) throw new Error("no host x")
  return found
}

test("a host without key and modules lacks both", async () => {
  expect(incompleteness(await host(""))).toEqual([
    "no host-key is pinned",
    "no module gives it a root file system and a boot loader",
  ])
})

test("to require it complete is refused, by name", async () => {
  const bare = await host("modules: [./x/a.nix]\n")
  expect(() => requireComplete(bare)).toThrow(
    expect.objectContaining({
      code: "SDOPS_HOST_INCOMPLETE",
      exit: "refused",
      host: "x",
      message: "the host is incomplete: no host-key is pinned",
    }),
  )
})

test("a host with key and modules may be deployed", async () => {
  const whole = await host(`host-key: ${hostKey}\nmodules: [./x/a.nix]\n`)
  expect(incompleteness(whole)).toEqual([])
})

test("NixOS's own assertions tell a host that can't boot", () => {
  const root =
    "The ‘fileSystems’ option does not specify your root file system."
  const loader =
    "You must set the option ‘boot.loader.grub.devices’ or " +
    "'boot.loader.grub.mirroredBoots' to make the system bootable."
  expect(lacksOfAssertions([root, loader, "other"])).toEqual([
    "no module gives it a root file system",
    "no module gives it a boot loader",
  ])
  expect(lacksOfAssertions(["other"])).toEqual([])
})
