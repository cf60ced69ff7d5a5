import { LabProblem } from "../problem.ts"
import { run, type Ran } from "../run.ts"
import type { Lab } from "../settings.ts"
import { addressOf } from "../state.ts"
import { processesOf } from "./processes.ts"

/**
 * What nspawn takes from a host. nsenter alone would leave it all in, and the
 * wall clock has no namespace: a `date -s` would set the outer machine's.
 */
const dropped = [
  ["audit_read", "block_suspend", "bpf", "checkpoint_restore", "ipc_lock"],
  ["mac_admin", "mac_override", "perfmon", "sys_module", "sys_pacct"],
  ["sys_rawio", "sys_time", "syslog", "wake_alarm"],
]
  .flat()
  .map((capability) => `-${capability}`)
  .join(",")

const environment = [
  ["HOME=/root", "LANG=C.UTF-8", "TERM=dumb"],
  ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
].flat()

export type EnterOptions = {
  readonly input?: string | undefined
  /** Seconds. */
  readonly deadline?: number | undefined
}

/** The command line that runs `argv` as root inside a host that is on. */
export async function enterArgv(
  lab: Lab,
  name: string,
  argv: readonly string[],
): Promise<string[]> {
  await addressOf(lab, name)
  const leader = (await processesOf(lab, name))?.leader
  if (leader === undefined) throw new LabProblem(`${name} is off`)
  const into = ["-m", "-u", "-i", "-n", "-p", "-C", "-T", "-r", "-w"]
  const without = ["--bounding-set", dropped, "--inh-caps", dropped]
  return [
    ["nsenter", "-t", `${leader}`, ...into, "--"],
    ["setpriv", ...without, "--", "env", "-i", ...environment, ...argv],
  ].flat()
}

/**
 * Runs something inside a host as root, past sshd, with Debian's PATH: for
 * looking and for causing trouble, not for what sdops would do. A string is a
 * script for `/bin/sh -eu`.
 *
 * A host that goes off stops all its processes before it ends them. nsenter
 * then stops itself too, and a child that nobody reaps keeps the host on.
 */
export async function enter(
  lab: Lab,
  name: string,
  program: string | readonly string[],
  options: EnterOptions = {},
): Promise<Ran> {
  const script = typeof program === "string"
  const argv = script ? ["/bin/sh", "-euc", program] : program
  const entering = await enterArgv(lab, name, argv)
  return run(entering, { ...options, continued: true })
}
