import { describe, expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { driverPackage, other } from "./driver.ts"
import {
  change,
  expectOpen,
  faults,
  longQueue,
  note,
  portOf,
  processOf,
  test,
} from "./long-queue.ts"
import {
  type Kind,
  kinds,
  losesNone,
  losesNoneAlone,
  losesNoneIn,
  troubles,
} from "./loses-none.ts"
import { expectDone, keepPosting } from "./posting.ts"
import { deployed, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"

/** And those that only a GPU has. */
const allKinds: readonly Kind[] = [
  ...kinds.slice(0, 4),
  { kind: "another driver", nix: driverPackage(other) },
  {
    kind: "the first driver, and another port",
    nix: "services.comfyui.port = lib.mkForce 8199;",
  },
  ...kinds.slice(4),
]

describe("while 20 jobs are queued and more come all the time", () => {
  test.for(allKinds)("$kind loses none", (row, { host, serving }) =>
    losesNone(row, { host, serving }),
  )
})

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
  test.for(troubles)("$fault: no job is lost", (row, { host, serving }) =>
    losesNoneIn(row, { host, serving }, longQueue),
  )

  test("sdops killed in the gate: no job is lost", ({ host, serving }) =>
    losesNoneAlone({ host, serving }))
})
