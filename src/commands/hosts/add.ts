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
    "Adopts a running NixOS host: proves that it is reached, pins its host " +
    "key, reads its GPU and release, and copies its configuration into the " +
    "inventory. Changes nothing on the host and overwrites nothing here."
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
    configuration: text("FILE", "On the host; /etc/nixos/configuration.nix."),
    flake: text("REF", "The flake that makes it: REF#nixosModules.NAME."),
    "host-key": text("KEY", "Its public key, as its console shows it."),
    "leave-out": texts("PATH", "Of what would be copied: it stays there."),
    modules: texts("ENTRY", "Modules in the fleet, instead of copying."),
    name: text("NAME", "In the inventory; the address's first label."),
    nixpkgs: text("REF", "For a first fleet; else what the host runs."),
    ...port,
    within: text("FOLDER", "On the host: what may be copied from."),
  }
  static override readonly summary = "Adopt a running NixOS host"

  static readonly result = async () =>
    (await import("../../adopt/result.ts")).adoption

  async run(): Promise<Adoption> {
    const { args, flags } = await this.parse(HostsAdd)
    const { adopted } = await import("../../cli/work/adopted.ts")
    return adopted(args.address, flags)
  }
}
