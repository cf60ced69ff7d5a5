import { describe, expect } from "vitest"
import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { endsByItself } from "./aftermath.ts"
import {
  change,
  expectOpen,
  faults,
  longQueue,
  note,
  portOf,
  processOf,
  test,
  untilSaved,
} from "./long-queue.ts"
import { expectDone, keepPosting } from "./posting.ts"
import { deployed, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"
import { deployWith, type Held } from "./watched.ts"

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

/** What a nixos-rebuild does after its build. */
async function plainSwitch(host: LabHost) {
  const system = "/nix/var/nix/profiles/system"
  const ran = await host.exec(`${system}/bin/switch-to-configuration switch`)
  expect(ran.exit).toBe(0)
}

describe("a plain switch", () => {
  test("lets the running job finish, and loses none", async ({
    host,
    serving,
  }) => {
    await change(serving, host, note("plain"))
    await deployed(serving, host.name, ["--goal", "boot"])
    const before = await processOf(host)
    const port = await portOf(host)
    const said = "journalctl -u comfyui --grep 'Interrupting prompt' -q -b"
    const interrupted = (await host.exec(said)).stdout
    await using posting = await keepPosting(host, { port, seconds: 1 })
    await plainSwitch(host)
    await host.exec(`echo 0 >${faults}/job-seconds`)
    const jobs = await posting.end()
    await serves(host, await portOf(host))
    expect((await host.exec(said)).stdout).toBe(interrupted)
    await expectDone(host, jobs)
    await expectOpen(host)
    expect(await processOf(host)).not.toBe(before)
  })

  test("waits for an idle app where it is told to", async ({
    host,
    serving,
  }) => {
    const nix = `${note("idle")} services.comfyui.restart = "when-idle";`
    await change(serving, host, nix)
    await deployed(serving, host.name, ["--goal", "boot"])
    const before = await processOf(host)
    const port = await portOf(host)
    await using posting = await keepPosting(host, { port })
    await plainSwitch(host)
    const only = ["--only", "app", "--json"]
    const seen = await sdops(serving, ["doctor", host.name, ...only])
    expect(seen.stdout).toContain(
      "comfyui.service is restarted once it is idle",
    )
    expect(await processOf(host)).toBe(before)
    await expectDone(host, await posting.end())
    const anew = async () => (await processOf(host)) !== before
    await waitFor(anew, { deadline: 60, every: 0.5, what: "another process" })
    await serves(host, await portOf(host))
    await expectOpen(host)
  })
})

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
