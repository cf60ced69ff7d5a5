import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { HostSecrets, SecretsPushed } from "../../secrets/result.ts"

export default class SecretsPush extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Brings hosts the values of the secrets that their files declare, and " +
    "restarts units that want a changed one, but no app: those may have " +
    "jobs. A deployment brings them too."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Bring hosts their secrets"

  static readonly result = async () =>
    (await import("../../secrets/result.ts")).secretsPushed

  async run(): Promise<SecretsPushed> {
    const { args, flags } = await this.asked(SecretsPush)
    const { pushSecrets } = await import("../../secrets/push.ts")
    const { chosenHosts } = await import("../../cli/flags/chosen-hosts.ts")
    const { secretsLine, secretsPushedText } =
      await import("../../output/text/secrets-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops secrets push",
      say: secretsPushedText,
      tell: (event) => secretsLine(event as HostSecrets),
      work: (fleet, context) =>
        pushSecrets(chosenHosts(fleet, args.hosts), flags, context),
    })
  }
}
