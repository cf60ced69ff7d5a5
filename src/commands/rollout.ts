import { consent, elevation, heavy } from "../cli/flags/deploy-flags.ts"
import {
  DeploymentCommand,
  optionalSelectors,
} from "../cli/tasks/deployment-command.ts"
import {
  chooseRollout,
  type RolloutChoice,
} from "../cli/flags/rollout-choice.ts"
import { staging } from "../cli/flags/rollout-flags.ts"
import { rolloutReader } from "../cli/tasks/rollout-reader.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { RolloutResult } from "../rollout/result.ts"

export default class Rollout extends DeploymentCommand {
  static override readonly args = {
    hosts: optionalSelectors,
  }
  static override readonly description =
    "Deploys hosts in waves: canaries first, on their own, then a wave at a " +
    "time, with the fleet's builders and caches last. After each host, it " +
    "decides whether to start more. Thanks to a journal in " +
    "rollouts/.journal/, a killed rollout can continue: no host twice, none " +
    "skipped. It shows its waves and asks before it starts."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> all --canary 1 --wave 25% --soak 5",
    "<%= config.bin %> <%= command.id %> all --dry-run",
    "<%= config.bin %> <%= command.id %> @closet --wave 2 --max-failures 1",
    "<%= config.bin %> <%= command.id %> --file closet",
    "<%= config.bin %> <%= command.id %> --resume",
  ]
  static override readonly flags = {
    ...consent,
    ...elevation,
    ...heavy,
    ...staging,
  }
  static override readonly result = async () =>
    (await import("../rollout/result.ts")).rolloutResult
  static override readonly summary = "Deploy hosts in waves"

  async run(): Promise<RolloutResult> {
    const { args, flags } = await this.asked(Rollout)
    const choose = chooseRollout(args.hosts, flags)
    const { rolloutText } = await import("../output/text/rollout-text.ts")
    let choice: RolloutChoice | undefined
    const hosts = async (fleet: Pick<Fleet, "root">) => {
      choice = await choose(fleet)
      return choice.hosts
    }
    return this.work(
      { flags, hosts, recovery: "sdops rollout --resume" },
      async (fleet, chosen, context, reader) => {
        const emit = rolloutReader(reader, flags.events)
        choice ??= await choose(fleet)
        return choice.go(fleet, chosen, { ...context, emit })
      },
      rolloutText,
    )
  }
}
