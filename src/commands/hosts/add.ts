import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import { port } from "../../cli/flags/ssh-flags.ts"
import type { Adoption } from "../../adopt/result.ts"
import { consent, elevation } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

const text = (helpValue: string, summary: string) =>
  string({ helpValue, summary })

const texts = (helpValue: string, summary: string) =>
  string({ helpValue, multiple: true, multipleNonGreedy: true, summary })

export default class HostsAdd extends SdopsCommand {
  static override readonly args = {
    address: argument({
      description: "user@host, or user@host:port.",
      required: true,
    }),
  }
  static override readonly description =
    "Adopts a running NixOS host: proves that it can be reached, pins its " +
    "host key, reads its GPU and release, and copies its configuration into " +
    "the inventory. Changes nothing on the host and overwrites nothing here."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> ops@neon.lan",
    "<%= config.bin %> <%= command.id %> root@10.0.0.7 --name neon --yes",
    "<%= config.bin %> <%= command.id %> ops@neon.lan:2222",
    "<%= config.bin %> <%= command.id %> ops@neon.lan --flake github:ada/nix",
    "<%= config.bin %> <%= command.id %> ops@neon.lan --leave-out secrets.nix",
  ]
  static override readonly flags = {
    ...consent,
    ...elevation,
    configuration: text("FILE", "Its file on the host, if not the usual one."),
    flake: text("REF", "The host's flake: REF#nixosModules.NAME."),
    "host-key": text("KEY", "Its host key, as shown on its console."),
    "leave-out": texts("PATH", "Leave a file or folder on the host."),
    modules: texts("ENTRY", "Modules of the fleet, instead of a copy."),
    name: text("NAME", "Its name (default: from the address)."),
    nixpkgs: text("REF", "For a first fleet (default: the host's)."),
    ...port,
    within: text("FOLDER", "Folder on the host to copy within."),
  }
  static override readonly summary = "Adopt a running NixOS host"

  static readonly result = async () =>
    (await import("../../adopt/result.ts")).adoption

  async run(): Promise<Adoption> {
    const { args, flags } = await this.asked(HostsAdd)
    const { adopted } = await import("../../cli/tasks/adopting/adopted.ts")
    return adopted(args.address, flags)
  }
}
