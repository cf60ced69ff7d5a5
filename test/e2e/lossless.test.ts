import { describe, expect } from "vitest"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { endsByItself } from "./aftermath.ts"
import { expectDone, keepPosting } from "./posting.ts"
import { deployed, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"
import { deployWith, type Held } from "./watched.ts"

/** A host that serves, and a fleet whose module is written anew each time. */
const test = labTest.extend(
  "serving",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const names = ["configuration", "hardware-configuration", "more"]
    const modules = names.map((name) => `./${host.name}/${name}.nix`)
    const fleet = await makeFleet([host], {
      files: { [`${host.name}/more.nix`]: "{ }" },
      hosts: { [host.name]: { modules } },
    })
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)

function change(fleet: LabFleet, host: LabHost, nix: string) {
  const text = `{ lib, ... }: { ${nix} }`
  return editFleet(fleet, `${host.name}/more.nix`, () => text)
}

async function processOf(host: LabHost): Promise<string> {
  const show = ["systemctl", "show", "-P", "InvocationID", "comfyui.service"]
  return (await host.exec(show)).stdout
}

async function portOf(host: LabHost): Promise<number> {
  const url = (await host.exec("cat /etc/sdops/comfyui-url")).stdout.trim()
  return Number(url.split(":").at(-1))
}

/** Nothing of the queue is left on the disk, and clients are let in. */
async function expectOpen(host: LabHost): Promise<void> {
  const left = `ls /nix/var/sdops/queue/[0-9]*.json \
    /nix/var/sdops/queue/refused 2>/dev/null; nft list tables`
  const open = async () => (await host.exec(left)).stdout === ""
  await waitFor(open, { deadline: 60, every: 0.2, what: "an open queue" })
}

const note = (text: string) =>
  `systemd.services.comfyui.environment.NOTE = "${text}";`

type Kind = {
  readonly kind: string
  readonly nix?: string
  /** What is done instead of a deployment. */
  readonly act?: (fleet: LabFleet, host: LabHost) => Promise<unknown>
  readonly keepsProcess?: true
}

const kinds: readonly Kind[] = [
  { kind: "another environment", nix: note("one") },
  {
    kind: "a program beside it",
    keepsProcess: true,
    nix: `${note("one")} environment.etc."sdlab-note".text = "beside";`,
  },
  {
    kind: "another port",
    nix: "services.comfyui.port = lib.mkForce 8199;",
  },
  {
    kind: "another argument",
    nix: 'services.comfyui.options.preview-method = "taesd";',
  },
  {
    kind: "sdops rollback",
    act: (fleet, host) => sdops(fleet, ["rollback", host.name, "--yes"]),
  },
  {
    kind: "systemctl restart",
    act: (_, host) => host.exec("systemctl restart comfyui.service"),
  },
]

describe("while 20 jobs are queued and more come all the time", () => {
  test.for(kinds)("$kind loses none", async (row, { host, serving }) => {
    const before = await processOf(host)
    await using posting = await keepPosting(host, { port: await portOf(host) })
    if (row.act === undefined) {
      await change(serving, host, row.nix ?? "")
      const result = await deployed(serving, host.name)
      expect(result.error).toBeUndefined()
      expect(result.verdict).toBe("committed")
    } else await row.act(serving, host)
    posting.moveTo(await portOf(host))
    await serves(host, await portOf(host))
    const jobs = await posting.end()
    expect(jobs.length).toBeGreaterThan(20)
    await expectDone(host, jobs)
    await expectOpen(host)
    expect((await processOf(host)) === before).toBe(row.keepsProcess === true)
  })
})

/** Seconds that a job takes during which something happens. */
const slow = 15

const faults = "/etc/sdlab/comfyui/faults"

/** 21 jobs, of which one runs for long; the others won't, once it is over. */
async function longQueue(host: LabHost) {
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
async function untilSaved(host: LabHost): Promise<void> {
  const files = "ls /nix/var/sdops/queue/[0-9]*.json"
  const saved = async () =>
    (await host.exec(files)).exit === 0 &&
    (await queueOf(host)).queue_pending.length === 0
  await waitFor(saved, { deadline: 90, every: 0.1, what: "a saved queue" })
}

const hasty = {
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "6",
  SDOPS_LIMIT_GATE: "6",
}

type Fault = {
  readonly fault: string
  readonly nix?: string
  readonly trouble?: (host: LabHost) => Promise<unknown>
  readonly verdict: string
}

const troubles: readonly Fault[] = [
  {
    fault: "power lost while the queue is saved",
    trouble: async (host) => {
      await host.yank()
      await host.start()
    },
    verdict: "failed",
  },
  {
    fault: "a supervisor killed while the queue is saved",
    trouble: (host) =>
      host.exec(`systemctl kill --signal=KILL --kill-who=main \
        "$(systemctl list-units --plain --no-legend 'sdops-deploy-*.service' |
          cut -d ' ' -f 1)"`),
    verdict: "failed",
  },
  {
    fault: "a candidate whose app never starts",
    nix: `systemd.services.comfyui.serviceConfig.ExecStartPre =
      lib.mkForce "/gone";`,
    verdict: "rolled-back",
  },
]

describe("whatever goes wrong", () => {
  test.for(troubles)(
    "$fault: no job is lost",
    async (row, { host, serving }) => {
      await change(serving, host, row.nix ?? note(row.fault))
      await using posting = await longQueue(host)
      const environment = { ...hasty, SDOPS_LIMIT_READY: "10" }
      const run = deployed(serving, host.name, [], { environment })
      await untilSaved(host)
      await row.trouble?.(host)
      const result = await run
      await endsByItself(host)
      await serves(host, await portOf(host))
      await expectOpen(host)
      await expectDone(host, await posting.end())
      expect(result.verdict).toBe(row.verdict)
    },
  )

  test("sdops killed in the gate: no job is lost", async ({
    host,
    serving,
  }) => {
    await change(serving, host, note("killed"))
    const port = await portOf(host)
    await using posting = await keepPosting(host, { port })
    const kill = ({ signal }: Held) => signal("SIGKILL")
    const gate = { stage: "gate" } as const
    await deployWith(serving, host.name, gate, kill, hasty)
    await endsByItself(host)
    await serves(host, port)
    await expectDone(host, await posting.end())
    await expectOpen(host)
  })
})
