import type { Context } from "../../context.ts"
import type { DeployEvent } from "../../deploy/event.ts"
import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { RolloutEvent } from "../../rollout/event.ts"
import type { RolloutResult } from "../../rollout/result.ts"
import type { Settings } from "../../rollout/settings.ts"
import { type Said, settingsFrom } from "./rollout-flags.ts"

type Flags = Said & {
  readonly file?: string | undefined
  readonly dryRun: boolean
  readonly resume: boolean
}

/** Which hosts a rollout is about, and how it goes. */
export type RolloutChoice = {
  readonly go: (
    fleet: Fleet,
    hosts: readonly Host[],
    context: Context<DeployEvent | RolloutEvent>,
  ) => Promise<RolloutResult>
  readonly hosts: readonly string[]
}

/**
 * Reads the command line as one of three ways to say which hosts: selectors,
 * a file of the fleet, the newest journal. What comes out completes the choice
 * once the fleet is known. Errors: `usage`; later those of `loadRollout` and
 * `unfinished`.
 */
export function chooseRollout(
  said: readonly string[] = [],
  flags: Flags,
): (fleet: Pick<Fleet, "root">) => Promise<RolloutChoice> {
  const { file, resume } = flags
  if (said.length > 0 && resume) {
    throw wrong("rollout --resume takes its hosts from the journal, not HOSTS")
  }
  if (said.length > 0 && file !== undefined) {
    throw wrong("rollout --file takes its hosts from the file, not HOSTS")
  }
  if (resume) return goOn
  if (file !== undefined) return (fleet) => asWritten(fleet, file, flags)
  if (said.length === 0) throw wrong("rollout needs HOSTS, --file or --resume")
  const settings = settingsFrom(flags)
  return async () => begun(said, settings, flags)
}

async function goOn({ root }: Pick<Fleet, "root">): Promise<RolloutChoice> {
  const { resumeRollout } = await import("../../rollout/rollout.ts")
  const { unfinished } = await import("../../rollout/unfinished.ts")
  const left = await unfinished(root)
  return {
    go: (fleet, hosts, context) => resumeRollout(fleet, hosts, left, context),
    hosts: [...left.progress.hosts.keys()],
  }
}

async function asWritten(
  fleet: Pick<Fleet, "root">,
  file: string,
  flags: Flags,
): Promise<RolloutChoice> {
  const { loadRollout } = await import("../../inventory/load-rollout.ts")
  const { hosts, ...written } = await loadRollout(fleet, file)
  const said = Object.entries(flags).filter(([, value]) => value !== undefined)
  const settings = settingsFrom({ ...written, ...Object.fromEntries(said) })
  return begun(hosts, settings, flags)
}

async function begun(
  hosts: readonly string[],
  settings: Settings,
  flags: Pick<Flags, "dryRun">,
): Promise<RolloutChoice> {
  const { rollout } = await import("../../rollout/rollout.ts")
  return {
    go: (fleet, chosen, context) => {
      const asked = { ...context, dryRun: flags.dryRun }
      return rollout(fleet, chosen, settings, asked)
    },
    hosts,
  }
}

function wrong(problem: string): Error {
  return fail("usage", { problem, try: ["sdops rollout --help"] })
}
