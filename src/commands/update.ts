import { string as inputArgument } from "@oclif/core/args"
import { boolean, integer } from "@oclif/core/flags"
import { site } from "../cli/flags/flake-flags.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { fleetWork } from "../cli/tasks/fleet-work.ts"
import type { UpdateResult } from "../upkeep/update-result.ts"

export default class Update extends SdopsCommand {
  static override readonly args = {
    inputs: inputArgument({
      description: "Names of inputs (default: all).",
      multiple: true,
    }),
  }
  static override readonly description =
    "Uses a host's Nix to look up the newest versions of the inputs in " +
    "hosts/fleet.yaml, saves them in hosts/flake.lock and shows what moved. " +
    "Where the policy heavy-builds is refuse, takes the newest revision of " +
    "nixpkgs with which caches have everything heavy, and says what it gave " +
    "up. Deploys nothing; a deployment itself never moves an input. If " +
    "anything fails, the lock stays as it was."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> nixpkgs --on lithium",
    "<%= config.bin %> <%= command.id %> nixpkgs --tries 30",
    "<%= config.bin %> <%= command.id %> nixpkgs --newest",
    "<%= config.bin %> <%= command.id %> --dry-run --json",
  ]
  static override readonly flags = {
    ...site,
    "dry-run": boolean({ summary: "Show what would move; save nothing." }),
    newest: boolean({
      summary: "Take the newest revisions, whatever caches have.",
    }),
    tries: integer({
      default: 10,
      helpValue: "N",
      max: 100,
      min: 1,
      summary: "How many revisions to try at most.",
    }),
  }
  static override readonly summary = "Update the flake's inputs"

  static readonly result = async () =>
    (await import("../upkeep/update-result.ts")).updateResult

  async run(): Promise<UpdateResult> {
    const { args, flags } = await this.asked(Update)
    const { updateText } = await import("../output/text/update-text.ts")
    const { update } = await import("../upkeep/update.ts")
    return fleetWork({
      flags,
      recovery: "sdops update",
      say: updateText,
      work: (fleet, context) =>
        update(
          fleet,
          { ...flags, inputs: args.inputs ?? [], on: flags.on },
          context,
        ),
    })
  }
}
