import { building, consent, elevation } from "../cli/deploy-flags.ts"
import {
  DeploymentCommand,
  optionalSelectors,
} from "../cli/deployment-command.ts"
import { selectionOf, settingsFrom, staging } from "../cli/rollout-flags.ts"
import { rolloutReader } from "../cli/rollout-reader.ts"
import type { RolloutResult } from "../rollout/result.ts"

export default class Rollout extends DeploymentCommand {
  static override readonly args = {
    hosts: optionalSelectors,
  }
  static override readonly description =
    "Deploys hosts in waves: the canaries first, alone, then so many at a " +
    "time, builders and caches of the fleet last. After each host it is " +
    "decided whether more are started. A journal under rollouts/.journal/ " +
    "lets a rollout that was killed go on: no host twice, none skipped."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> all --canary 1 --wave 25% --soak 5",
    "<%= config.bin %> <%= command.id %> @closet --wave 2 --max-failures 1",
    "<%= config.bin %> <%= command.id %> --resume",
  ]
  static override readonly flags = {
    ...building,
    ...consent,
    ...elevation,
    ...staging,
  }
  static override readonly result = async () =>
    (await import("../rollout/result.ts")).rolloutResult
  static override readonly summary = "Deploy hosts in waves"

  async run(): Promise<RolloutResult> {
    const { args, flags } = await this.parse(Rollout)
    const said = selectionOf(args.hosts, flags.resume)
    const settings = settingsFrom(flags)
    const { rolloutText } = await import("../output/rollout-text.ts")
    const { resumeRollout, rollout } = await import("../rollout/rollout.ts")
    const { unfinished } = await import("../rollout/unfinished.ts")
    let left: Awaited<ReturnType<typeof unfinished>> | undefined
    const remaining = async ({ root }: { readonly root: string }) => {
      left = await unfinished(root)
      return [...left.progress.hosts.keys()]
    }
    return this.work(
      { flags, hosts: said ?? remaining, recovery: "sdops rollout --resume" },
      async (fleet, hosts, context, reader) => {
        const emit = rolloutReader(reader, flags.events)
        const given = { ...context, emit }
        return left === undefined
          ? rollout(fleet, hosts, settings, given)
          : resumeRollout(fleet, hosts, left, given)
      },
      rolloutText,
    )
  }
}
