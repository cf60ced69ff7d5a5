import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { SecretsList } from "../../secrets/result.ts"

export default class SecretsListed extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows the secrets that hosts' files declare: where each comes from, " +
    "where it is on the host, and who may read it. Reads no value."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly summary = "Show declared secrets"

  static readonly result = async () =>
    (await import("../../secrets/result.ts")).secretsList

  async run(): Promise<SecretsList> {
    const { args, flags } = await this.asked(SecretsListed)
    const { listSecrets } = await import("../../secrets/list.ts")
    const { chosenHosts } = await import("../../cli/flags/chosen-hosts.ts")
    const { secretsListText } =
      await import("../../output/text/secrets-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops secrets list",
      say: secretsListText,
      work: async (fleet) => listSecrets(chosenHosts(fleet, args.hosts)),
    })
  }
}
