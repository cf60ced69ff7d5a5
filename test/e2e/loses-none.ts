import { expect } from "vitest"
import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { endsByItself } from "./aftermath.ts"
import {
  change,
  expectOpen,
  note,
  portOf,
  processOf,
  setPolicy,
  untilSaved,
} from "./long-queue.ts"
import { expectDone, keepPosting, type Posting } from "./posting.ts"
import { deployed, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"
import { deployWith, type Held } from "./watched.ts"

/** Somebody whose jobs nobody may lose. */
export type Serving = {
  readonly host: LabHost
  readonly serving: LabFleet
  /** Limits that the app's own pace wants. */
  readonly limits?: Readonly<Record<string, string>>
}

export type Kind = {
  readonly kind: string
  readonly nix?: string
  /** What is deployed before, while nobody looks. */
  readonly first?: string
  /** What is done instead of a deployment. */
  readonly act?: (given: Serving) => Promise<{
    readonly exit: number | undefined
  }>
  readonly policy?: "drained" | "now"
  readonly keepsProcess?: true
}

/** A unit that ComfyUI requires, so that it restarts with it. */
const required = (text: string) => `
  systemd.services.comfyui = {
    after = [ "beside.service" ];
    requires = [ "beside.service" ];
  };
  systemd.services.beside = {
    environment.NOTE = "${text}";
    script = "exec sleep infinity";
  };`

/** Changes of an app, whatever GPU it has; the last ones without a change. */
export const kinds: readonly Kind[] = [
  { kind: "another environment", nix: note("one") },
  {
    kind: "a program beside it",
    keepsProcess: true,
    nix: `${note("one")} environment.etc."sdlab-note".text = "beside";`,
  },
  {
    kind: "another environment, restarted now",
    nix: note("now"),
    policy: "now",
  },
  {
    kind: "a unit that it requires",
    first: required("one"),
    nix: required("two"),
  },
  {
    kind: "another argument",
    nix: 'services.comfyui.options.preview-method = "taesd";',
  },
  {
    kind: "sdops rollback",
    act: ({ host, limits = {}, serving }) =>
      sdops(serving, ["rollback", host.name, "--yes"], { environment: limits }),
  },
  {
    kind: "sdops reboot",
    act: ({ host, limits = {}, serving }) =>
      sdops(serving, ["reboot", host.name, "--reboot"], {
        environment: limits,
      }),
  },
  {
    kind: "systemctl restart",
    act: ({ host }) => host.exec("systemctl restart comfyui.service"),
  },
]

export const hasty = {
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "6",
  SDOPS_LIMIT_GATE: "6",
}

export type Fault = {
  readonly fault: string
  readonly nix?: string
  readonly trouble?: (host: LabHost) => Promise<unknown>
  readonly heal?: (host: LabHost) => Promise<unknown>
  readonly verdict: string
}

export const troubles: readonly Fault[] = [
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
    fault: "a network that is cut while the queue is saved",
    heal: (host) => host.heal(),
    trouble: (host) => host.cut(),
    verdict: "stranded",
  },
  {
    fault: "a candidate whose app never starts",
    nix: `systemd.services.comfyui.serviceConfig.ExecStartPre =
      lib.mkForce "/gone";`,
    verdict: "rolled-back",
  },
]

/** Changes a host's app while 20 jobs are queued and more come. */
export async function losesNone(row: Kind, given: Serving): Promise<void> {
  const { host, limits = {}, serving } = given
  const environment = limits
  await setPolicy(serving, host, row.policy ?? "drained")
  if (row.first !== undefined) {
    await change(serving, host, row.first)
    const first = await deployed(serving, host.name, [], { environment })
    expect(first.verdict).toBe("committed")
  }
  const before = await processOf(host)
  await using posting = await keepPosting(host, { port: await portOf(host) })
  if (row.act === undefined) {
    await change(serving, host, row.nix ?? "")
    const result = await deployed(serving, host.name, [], { environment })
    expect(result.error).toBeUndefined()
    expect(result.verdict).toBe("committed")
  } else expect((await row.act(given)).exit).toBe(0)
  posting.moveTo(await portOf(host))
  await serves(host, await portOf(host))
  const jobs = await posting.end()
  expect(jobs.length).toBeGreaterThan(20)
  await expectDone(host, jobs)
  await expectOpen(host)
  expect((await processOf(host)) === before).toBe(row.keepsProcess === true)
}

/** Has something go wrong while a long queue is saved. */
export async function losesNoneIn(
  row: Fault,
  { host, limits = {}, serving }: Serving,
  queue: (host: LabHost) => Promise<Posting>,
): Promise<void> {
  await change(serving, host, row.nix ?? note(row.fault))
  await using posting = await queue(host)
  const environment = { ...hasty, SDOPS_LIMIT_READY: "10", ...limits }
  const run = deployed(serving, host.name, [], { environment })
  await untilSaved(host)
  await row.trouble?.(host)
  const result = await run
  await endsByItself(host)
  await row.heal?.(host)
  await serves(host, await portOf(host))
  await expectOpen(host)
  await expectDone(host, await posting.end())
  expect(result.verdict).toBe(row.verdict)
}

/** Kills sdops in the gate, and lets the host end by itself. */
export async function losesNoneAlone({
  host,
  limits = {},
  serving,
}: Serving): Promise<void> {
  await change(serving, host, note("killed"))
  const port = await portOf(host)
  await using posting = await keepPosting(host, { port })
  const kill = ({ signal }: Held) => signal("SIGKILL")
  const gate = { stage: "gate" } as const
  const environment = { ...hasty, ...limits }
  await deployWith(serving, host.name, gate, kill, environment)
  await endsByItself(host)
  await serves(host, port)
  await expectDone(host, await posting.end())
  await expectOpen(host)
}
