import { spawnSync } from "node:child_process"
import { deployed } from "../test/e2e/sdops.ts"
import { editFleet, makeFleet } from "../test/lab/fleet.ts"
import type { LabHost } from "../test/lab/host.ts"
import { launch } from "../test/lab/launch.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "./benchmark.ts"

const runs = 5

/**
 * On a rehearsal host: a deployment that changes nothing, against one login by
 * OpenSSH; what it costs the host; and the seconds of each stage of one that
 * changes a port.
 */
export const deploy: Benchmark = {
  name: "deploy",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using fleet = await makeFleet([host])
    const first = await deployed(fleet, host.name)
    if (first.verdict !== "committed") throw new Error(first.run.stderr)
    const times: { ours: number[]; login: number[] } = { login: [], ours: [] }
    const before = await host.sessions()
    for (let turn = 0; turn < runs; turn += 1) {
      times.ours.push(await seconds(() => deployed(fleet, host.name)))
    }
    const spent = await host.sessions(before)
    for (let turn = 0; turn < runs; turn += 1) {
      times.login.push(await seconds(() => login(host)))
    }
    await editFleet(fleet, `${host.name}.yaml`, (text) =>
      text.replace("8188", "8199"),
    )
    const { seconds: whole, stages } = await deployed(fleet, host.name)
    const peer = { name: "ssh HOST true", values: times.login }
    return [
      row("unchanged", times.ours, peer, "s"),
      counted("handshakes of unchanged", spent.handshakes / runs, 2),
      counted("sessions of unchanged", spent.sessions / runs, 1),
      ...stages.map(({ seconds: took, stage }) =>
        row(stage, [took], { name: "new port", values: [whole] }, "s"),
      ),
    ]
  },
}

function counted(name: string, count: number, most: number): Row {
  return row(name, [count], { name: "allowed", values: [most] }, "")
}

async function seconds(work: () => unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

function login(host: LabHost): void {
  const words = ["-F", host.sshConfig, host.name, "true"]
  const { status, stderr } = spawnSync("ssh", words)
  if (status !== 0) throw new Error(`ssh: ${String(stderr)}`)
}
