import { spawnSync } from "node:child_process"
import { rustVoice } from "../say.ts"

export type Verb = "reload" | "restart" | "start" | "stop"

/** A job that systemd took and that ended badly. */
export type FailedJob = { readonly unit: string; readonly verb: Verb }

type Jobs = {
  /** Whether systemd took every job. */
  readonly taken: boolean
  readonly failed: readonly FailedJob[]
}

/**
 * Has systemd do one thing to units and waits for all of it. The real program
 * speaks D-Bus; here systemctl does, and its words are turned into those of the
 * real one. What systemd refuses is said at once, what fails later is returned.
 */
export function runJobs(
  systemctl: string,
  verb: Verb,
  units: Iterable<string>,
): Jobs {
  // The order of the real one is random; a socket must not find its service up.
  const names = [...units].sort(socketsFirst)
  if (names.length === 0) return { failed: [], taken: true }
  const { stderr } = spawnSync(systemctl, [verb, "--", ...names], {
    encoding: "utf8",
    env: { LC_ALL: "C" },
    stdio: ["inherit", "inherit", "pipe"],
  })
  // What can't be stopped is passed over.
  if (verb === "stop") return { failed: [], taken: true }
  const refused = stderr.match(/^Failed to \w+ \S+: .*$/gm) ?? []
  for (const line of refused) rustVoice.say(`${line}\n`)
  return {
    failed: failedUnits(stderr, systemctl, names)
      .sort()
      .map((unit) => ({ unit, verb })),
    taken: refused.length === 0,
  }
}

/** Those whose job timed out, failed, or waited for one that did. */
function failedUnits(
  stderr: string,
  systemctl: string,
  names: readonly string[],
): string[] {
  const pattern = /^(?:A dependency job|Job) for (\S+) (?:failed|timed out)/gm
  const named = [...stderr.matchAll(pattern)].map(([, unit = ""]) => unit)
  if (!/^Job failed\./m.test(stderr)) return named
  // systemctl leaves out the name of what isn't a service.
  const down = names.filter(
    (name) =>
      !name.endsWith(".service") &&
      spawnSync(systemctl, ["is-active", "--quiet", name]).status !== 0,
  )
  return [...named, ...down]
}

function socketsFirst(one: string, other: string): number {
  const socket = (name: string): number => (name.endsWith(".socket") ? 0 : 1)
  return socket(one) - socket(other) || (one < other ? -1 : 1)
}
