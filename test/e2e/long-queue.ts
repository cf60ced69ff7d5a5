import { expect } from "vitest"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { keepPosting } from "./posting.ts"
import { deployed } from "./sdops.ts"

/** A host that serves, and a fleet whose module is written anew each time. */
export const test = labTest.extend(
  "serving",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const fleet = await makeFleet([host], {
      files: { [`${host.name}/more.nix`]: "{ }" },
      more: { [host.name]: ["more.nix"] },
    })
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)

export function change(fleet: LabFleet, host: LabHost, nix: string) {
  const text = `{ config, lib, ... }: { ${nix} }`
  return editFleet(fleet, `${host.name}/more.nix`, () => text)
}

/** Says in the inventory when a deployment restarts the app. */
export function setPolicy(fleet: LabFleet, host: LabHost, policy: string) {
  return editFleet(fleet, `${host.name}.yaml`, (text) =>
    JSON.stringify({ ...JSON.parse(text), policy: { "app-restart": policy } }),
  )
}

export async function processOf(host: LabHost): Promise<string> {
  const show = ["systemctl", "show", "-P", "InvocationID", "comfyui.service"]
  return (await host.exec(show)).stdout
}

export async function portOf(host: LabHost): Promise<number> {
  const url = (await host.exec("cat /etc/sdops/comfyui-url")).stdout.trim()
  return Number(url.split(":").at(-1))
}

/** Nothing of the queue is left on the disk, and clients are let in. */
export async function expectOpen(host: LabHost): Promise<void> {
  const left = `ls /nix/var/sdops/queue/[0-9]*.json \
    /nix/var/sdops/queue/refused 2>/dev/null; nft list tables | grep sdops`
  const open = async () => (await host.exec(left)).stdout === ""
  await waitFor(open, { deadline: 60, every: 0.2, what: "an open queue" })
}

export const faults = "/etc/sdlab/comfyui/faults"

export const note = (text: string) =>
  `systemd.services.comfyui.environment.NOTE = "${text}";`

/** Seconds that a job takes during which something happens. */
const slow = 30

/** 21 jobs, of which one runs for long; the others won't, once it is over. */
export async function longQueue(host: LabHost) {
  const port = await portOf(host)
  const posting = await keepPosting(host, { port, seconds: slow })
  const runs = async () => (await queueOf(host)).queue_running.length > 0
  await waitFor(runs, { deadline: 20, every: 0.1, what: "a running job" })
  await host.exec(`echo 0 >${faults}/job-seconds`)
  return posting
}

async function queueOf(host: LabHost) {
  const script = 'curl -s "$(cat /etc/sdops/comfyui-url)/queue"'
  const answer = await host.exec(script)
  return JSON.parse(answer.stdout) as Record<
    "queue_pending" | "queue_running",
    readonly unknown[]
  >
}

/** Until all that ComfyUI has to do is on the disk. */
export async function untilSaved(host: LabHost): Promise<void> {
  const files = "ls /nix/var/sdops/queue/[0-9]*.json"
  const saved = async () =>
    (await host.exec(files)).exit === 0 &&
    (await queueOf(host)).queue_pending.length === 0
  await waitFor(saved, { deadline: 90, every: 0.1, what: "a saved queue" })
}
