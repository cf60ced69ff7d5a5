import { string as argument } from "@oclif/core/args"
import { option, string } from "@oclif/core/flags"
import type { Begun } from "../adopt/init.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"

export default class Init extends SdopsCommand {
  static override readonly args = {
    folder: argument({ description: "Where (default: the current folder)." }),
  }
  static override readonly description =
    "Begins a fleet: writes hosts/fleet.yaml, with what it may say as " +
    "comments, and the file of a first host. On a terminal it asks for that " +
    "host and for what it serves, and ends in doctor for it. Overwrites " +
    "nothing; changes nothing on the host."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> studio --host ops@neon.lan",
    "<%= config.bin %> <%= command.id %> studio --host ops@neon.lan --app none",
    "<%= config.bin %> <%= command.id %> studio --no-input --json",
  ]
  static override readonly flags = {
    app: option({
      options: ["comfyui", "stable-diffusion-webui", "none"] as const,
      summary: "What the host serves (default: comfyui).",
    })(),
    gpu: option({
      default: "nvidia" as const,
      options: ["amd", "none", "nvidia"] as const,
      summary: "Its GPU, until `hosts add` asks the host.",
    })(),
    host: string({
      helpValue: "ADDRESS",
      summary: "A first host: user@host, or user@host:port.",
    }),
    name: string({
      helpValue: "NAME",
      summary: "Its name (default: from the address).",
    }),
  }
  static override readonly summary = "Begin a fleet with a commented example"

  static readonly result = async () => (await import("../adopt/init.ts")).begun

  async run(): Promise<Begun> {
    const { args, flags } = await this.asked(Init)
    const { begunFleet } = await import("../cli/tasks/adopting/begun-fleet.ts")
    return begunFleet(args.folder, flags)
  }
}
