import type { UnitState } from "../../../host/probe/probe.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** What each program that computes on such a GPU opens: one of each line. */
const wanted: Readonly<Record<string, RegExp>> = {
  "/dev/nvidia0": /^\/dev\/nvidia\d+$/,
  "/dev/nvidia-uvm": /^\/dev\/nvidia-uvm$/,
  "/dev/nvidiactl": /^\/dev\/nvidiactl$/,
}

export const deviceAccess: Check<HostSight> = {
  id: "app/device-access",
  looksAt: "whether the units of apps may open /dev/nvidia*",
  means: "the app finds no GPU, though the host has one",
  appliesTo: ({ apps, host }) =>
    host.gpu.vendor === "nvidia" && apps.some(({ name }) => computes(name)),
  judge({ apps, host }) {
    const told = apps.filter(
      ({ name, state }) => computes(name) && state?.LoadState !== "not-found",
    )
    for (const { state, unit } of told) {
      const why = state && keeps(state)
      if (why === undefined) continue
      return bad({
        cure: [
          onHost(host, `systemctl revert ${unit}`),
          onHost(host, `systemctl restart ${unit}`),
        ],
        finding: `${unit} can't open the GPU: ${why}`,
      })
    }
    return told.length === 0
      ? skip("see app/unit")
      : ok("no unit is kept from the GPU")
  },
}

/** By which of its settings a unit is kept from the GPU. */
function keeps(state: UnitState): string | undefined {
  const { DeviceAllow: allowed, DevicePolicy: policy } = state
  if (state.PrivateDevices === "yes") return "it has PrivateDevices=yes"
  const all = policy === "" || (policy === "auto" && allowed.length === 0)
  if (all) return undefined
  const missing = Object.entries(wanted).find(
    ([device, named]) =>
      !allowed.some((one) => permits(one, { device, named })),
  )
  if (missing === undefined) return undefined
  return `DevicePolicy=${policy} without DeviceAllow=${missing[0]}`
}

/** Whether an app is one that sdops knows to compute on the GPU. */
function computes(name: string): boolean {
  return name === "comfyui" || name === "stable-diffusion-webui"
}

/**
 * Whether DeviceAllow's words name a device. A group, such as char-nvidia*, is
 * of /proc/devices: nvidia-uvm has one of its own, the others one in common.
 */
function permits(
  pattern: string,
  { device, named }: { readonly device: string; readonly named: RegExp },
): boolean {
  if (named.test(pattern)) return true
  if (!pattern.startsWith("char-")) return false
  const group = device === "/dev/nvidia-uvm" ? ["nvidia-uvm"] : groups
  return group.some((name) => matches(pattern.slice("char-".length), name))
}

const groups = ["nvidia", "nvidia-frontend", "nvidiactl"]

/** As a shell's pattern does. */
function matches(pattern: string, name: string): boolean {
  const text = pattern
    .replaceAll(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  return new RegExp(`^${text}$`).test(name)
}
