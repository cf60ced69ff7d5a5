import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { type LabFleet, makeFleet, twinOf } from "../../lab/fleet.ts"
import type { LabHost } from "../../lab/host.ts"
import { httpCache } from "../../lab/http-cache.ts"
import { waitFor } from "../../lab/wait.ts"
import { broken, doctor, type Examined } from "../doctor.ts"
import { postJob } from "../posting.ts"
import { startAgain } from "./apps.ts"
import { cacheKey } from "./inventory.ts"
import { asks, asksNoMore, asksUntrusted, missed } from "./misses.ts"

/** Causes that take more than a script on the host. */
export type StagedFault = readonly [
  check: string,
  what: string,
  look: (given: {
    readonly host: LabHost
    readonly serving: LabFleet
  }) => Promise<Examined>,
]

/** Starts the app anew; until its jobs are given back and clients let in. */
async function restarted(host: LabHost): Promise<void> {
  await host.exec(startAgain)
  const left =
    "ls /nix/var/sdops/queue/[0-9]*.json 2>/dev/null; nft list tables"
  const open = async () => !(await host.exec(left)).stdout.includes("sdops")
  await waitFor(open, { deadline: 60, every: 0.2, what: "an open queue" })
}

/** What is seen while ComfyUI has a fault. */
async function faulty(
  host: LabHost,
  name: string,
  look: () => Promise<Examined>,
): Promise<Examined> {
  const fault = `/etc/sdlab/comfyui/faults/${name}`
  await host.exec(`mkdir -p ${dirname(fault)}; : >${fault}`)
  try {
    return await look()
  } finally {
    await host.exec(["rm", fault])
    await restarted(host)
  }
}

export const stagedFaults: readonly StagedFault[] = [
  [
    "disk/nix bad",
    "a full disk",
    async ({ host, serving }) => {
      const used = "df -P -B1 /nix | awk 'NR == 2 { print $3 }'"
      const bytes = Number((await host.exec(used)).stdout)
      await host.disk(`${Math.ceil(bytes / 1_000_000) + 30}000k`)
      return doctor(serving).finally(() => host.disk("1g"))
    },
  ],
  [
    "nix/cache-answers warn",
    "a cache that it asks and that is dead",
    async ({ host }) => {
      const url = "http://127.0.0.1:9"
      await using fleet = await withCache(host, url)
      return await broken(host, fleet, asks(url), asksNoMore)
    },
  ],
  [
    "nix/cache-keys warn",
    "a cache that it asks and whose key it doesn't trust",
    async ({ host }) => {
      await using cache = await httpCache(host.lab)
      await using fleet = await withCache(host, cache.url)
      return await broken(host, fleet, asksUntrusted(cache.url), asksNoMore)
    },
  ],
  [
    "nix/remembered-misses warn",
    "a path that came into a cache",
    async ({ host }) => {
      await using cache = await httpCache(host.lab)
      await using fleet = await withCache(host, cache.url)
      await host.exec(asks(cache.url))
      cache.files.set(missed.file, missed.narinfo)
      try {
        const found = await doctor(fleet)
        const { wrong } = await doctor(fleet, ["--fix"])
        return { ...found, wrong: [...found.wrong, ...wrong] }
      } finally {
        await host.exec(asksNoMore)
      }
    },
  ],
  [
    "app/queue bad",
    "jobs of which none is done, as the app's worker has died",
    ({ host, serving }) =>
      faulty(host, "dead-worker", async () => {
        // It ends after the job that it waits for.
        const url = `http://${host.address}:8188`
        for (const name of ["last", "stuck"]) await postJob(url, name, 1)
        return doctor(serving)
      }),
  ],
  [
    "app/queue bad",
    "a running job that stands still",
    ({ host, serving }) =>
      faulty(host, "hang", async () => {
        await restarted(host)
        // Newer ones than the stand-in date a job by themselves.
        const create_time = Date.now() - 25 * 60_000
        const url = `http://${host.address}:8188`
        await postJob(url, "hangs", 1, { create_time })
        return doctor(serving)
      }),
  ],
  [
    "reach/port bad",
    "an unplugged host",
    async ({ host, serving }) => {
      await host.unplug()
      return doctor(serving).finally(() => host.heal())
    },
  ],
  [
    "control/fleet warn",
    "two hosts with one address",
    async ({ host }) => {
      await using fleet = await makeFleet([host])
      await twinOf(fleet, host, "twin")
      return await doctor(fleet, [host.name])
    },
  ],
  [
    "reach/ssh-config bad",
    "a configuration that ssh rejects",
    ({ serving }) =>
      doctor(serving, [], { SDOPS_SSH_CONFIG: "/nonexistent/ssh_config" }),
  ],
  [
    "control/keys bad, reach/authentication bad",
    "no key that the host could take",
    async ({ host, serving }) => {
      const folder = await mkdtemp(join(tmpdir(), "sdops-doctor-"))
      const config = join(folder, "ssh_config")
      await writeFile(config, "IdentityFile /nonexistent/key\n")
      const environment = { SDOPS_SSH_CONFIG: config }
      return doctor(serving, [host.name], environment).finally(() =>
        rm(folder, { recursive: true }),
      )
    },
  ],
  [
    "control/openssh bad, reach/ssh-config bad",
    "no ssh at all",
    ({ serving }) => doctor(serving, [], { PATH: "/nonexistent" }),
  ],
]

/** A fleet with one cache. */
function withCache(host: LabHost, url: string): Promise<LabFleet> {
  return makeFleet([host], { fleet: { caches: [{ key: cacheKey, url }] } })
}
