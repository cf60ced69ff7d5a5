import { option, string as argument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import type { Imported } from "../../adopt/import/result.ts"
import { consent } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class HostsImport extends SdopsCommand {
  static override readonly args = {
    source: option({
      description: "Who knows the hosts.",
      options: ["colmena", "deploy-rs", "ssh"] as const,
    })({ required: true }),
    path: argument({
      description:
        "An ssh_config (default: yours), a hive.nix, a flake's folder or " +
        "reference (default: where you are).",
    }),
  }
  static override readonly description =
    "Takes the hosts of an ssh_config, a colmena hive or a deploy-rs flake " +
    "into the inventory: names, addresses, ports, users, tags. Shows them, " +
    "contacts none of them, and leaves names alone that are taken. " +
    "`hosts add` and its name then complete each from the host."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> ssh --dry-run",
    "<%= config.bin %> <%= command.id %> ssh --only gpu-* --yes",
    "<%= config.bin %> <%= command.id %> colmena hive.nix",
    "<%= config.bin %> <%= command.id %> deploy-rs github:ada/nix",
  ]
  static override readonly flags = {
    ...consent,
    "dry-run": boolean({ summary: "Show what would be added, and stop." }),
    only: string({
      delimiter: ",",
      helpValue: "NAME",
      multiple: true,
      multipleNonGreedy: true,
      summary: "Take these only: names or globs.",
    }),
  }
  static override readonly summary = "Take hosts from ssh, colmena, deploy-rs"

  static readonly result = async () =>
    (await import("../../adopt/import/result.ts")).imported

  async run(): Promise<Imported> {
    const { args, flags } = await this.asked(HostsImport)
    const { importedHosts } =
      await import("../../cli/tasks/adopting/imported-hosts.ts")
    return importedHosts(args.source, args.path, flags)
  }
}
