import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { LabProblem } from "../problem.ts"
import type { Lab } from "../settings.ts"
import { hostFolder, read } from "../state.ts"
import { waitFor } from "../wait.ts"
import { killBoot } from "./cgroup.ts"
import { enter } from "./enter.ts"
import { processesOf } from "./processes.ts"
import { reach } from "./reach.ts"

/** Power cut: the host is off until `start`; its disk stays as it was. */
export async function yank(lab: Lab, name: string): Promise<void> {
  await setPower(lab, name, "off")
  await killMachine(lab, name)
  await untilOff(lab, name)
}

/** Power lost and back: the host boots again by itself. */
export async function crash(lab: Lab, name: string): Promise<void> {
  await nextBoot(lab, name, () => killMachine(lab, name))
}

export async function start(lab: Lab, name: string): Promise<void> {
  await setPower(lab, name, "on")
  await reach(lab, name)
}

export async function poweroff(lab: Lab, name: string): Promise<void> {
  await setPower(lab, name, "off")
  await enter(lab, name, ["systemctl", "poweroff", "--no-wall"])
  await untilOff(lab, name)
}

/** An orderly reboot, until sshd answers again. */
export async function reboot(lab: Lab, name: string): Promise<void> {
  await nextBoot(lab, name, async () => {
    await enter(lab, name, ["systemctl", "reboot", "--no-wall"])
  })
}

async function nextBoot(
  lab: Lab,
  name: string,
  cause: () => Promise<void>,
): Promise<void> {
  const before = await read(lab, name, "boots")
  await cause()
  const another = async () => (await read(lab, name, "boots")) !== before
  await waitFor(another, { deadline: 60, what: `${name} to boot again` })
  await reach(lab, name)
}

/** Every process of the host ends at the same instant, none is told. */
async function killMachine(lab: Lab, name: string): Promise<void> {
  const machine = (await processesOf(lab, name))?.machine
  if (machine === undefined) throw new LabProblem(`${name} is off already`)
  await killBoot(lab, name)
}

async function untilOff(lab: Lab, name: string): Promise<void> {
  const off = async () => !(await processesOf(lab, name))?.machine
  await waitFor(off, { deadline: 60, what: `${name} to go off` })
}

/** What the power button says; the host's hardware looks at it. */
export async function setPower(
  lab: Lab,
  name: string,
  power: "off" | "on",
): Promise<void> {
  await writeFile(join(hostFolder(lab, name), "power"), `${power}\n`)
}
