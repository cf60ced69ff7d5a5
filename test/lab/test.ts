import { inject, test as base } from "vitest"
import type { Flavour } from "./flavours.ts"
import type {} from "./global-setup.ts"
import type { LabHost } from "./host.ts"
import { kindFrom } from "./kind.ts"
import { launch, type LaunchOptions } from "./launch.ts"
import { labFrom } from "./settings.ts"

type Launch = (options?: LaunchOptions) => Promise<LabHost>

/**
 * vitest's `test` with rehearsal hosts. `host` is a fresh plain one, shared by
 * the tests of a file; `launchHost` brings up more, with flavours or a name,
 * and `launchFlavoured` one with flavours, of which a host that is NixOS has
 * none: its test is skipped. All of them go when the file ends, however it
 * ends. Where hosts can't be had, every test is skipped with the reason.
 */
export const test = base
  .extend("labReady", { auto: true }, ({ skip }) => {
    const state = inject("lab")
    if (state.how === "missing") skip(state.because)
    return true
  })
  .extend(
    "launchHost",
    { scope: "file" },
    async ({}, { onCleanup }): Promise<Launch> => {
      const hosts: LabHost[] = []
      onCleanup(async () => {
        await Promise.all(hosts.map((host) => host.down()))
      })
      const state = inject("lab")
      const ready = state.how === "ready" ? { layers: state.layers } : {}
      return async (options) => {
        const host = await launch(labFrom(process.env), {
          ...ready,
          ...options,
        })
        hosts.push(host)
        return host
      }
    },
  )
  .extend("host", { scope: "file" }, ({ launchHost }) => launchHost())
  .extend("launchFlavoured", ({ launchHost, skip }) => {
    return (...flavours: Flavour[]) => {
      skip(kindFrom(process.env) === "nixos", "a NixOS host has no flavours")
      return launchHost({ flavours })
    }
  })

/**
 * `test` for what only a stand-in can show: where hosts are NixOS, every test
 * is skipped with the reason.
 */
export function onStandIn(because: string) {
  return test.extend("onStandIn", { auto: true }, ({ skip }) => {
    skip(kindFrom(process.env) === "nixos", because)
    return true
  })
}
