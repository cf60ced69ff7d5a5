import { connect as dial } from "node:net"
import { expect } from "vitest"
import { comfyui } from "../../src/apps/comfyui/comfyui.ts"
import { defaultLimits } from "../../src/limits.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** Waits until ComfyUI of a host answers on a port, seen over the network. */
export async function serves(host: LabHost, port = 8188): Promise<void> {
  const tcp = async () => dial({ host: host.address, port })
  await comfyui.ready(
    { address: host.address, connection: { tcp }, port, tls: false },
    {
      host: host.name,
      limits: { ...defaultLimits, ready: 60 },
      signal: new AbortController().signal,
    },
  )
}

/**
 * Nothing is left of a deployment: no unit, no lock, no mask, no failure. Its
 * last word comes before its dead-man is stopped.
 */
export async function expectQuiet(host: LabHost): Promise<void> {
  const left = `
    systemctl list-units --all --plain --no-legend 'sdops-*'
    ls -d /nix/var/sdops/lock 2>/dev/null || true`
  const quiet = async () => (await host.exec(left)).stdout === ""
  const what = `${host.name} to have nothing of a deployment left`
  await waitFor(quiet, { deadline: 60, every: 0.2, what })
}

/** Makes ComfyUI of a host misbehave, or behave again. */
export async function fault(
  host: LabHost,
  name: string,
  how: "off" | "on",
): Promise<void> {
  const file = `/etc/sdlab/comfyui/faults/${name}`
  const script =
    how === "on"
      ? `mkdir -p /etc/sdlab/comfyui/faults; : > ${file}`
      : `rm -f ${file}`
  expect((await host.exec(script)).exit).toBe(0)
}
