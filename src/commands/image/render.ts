import { string as nameArgument } from "@oclif/core/args"
import { boolean, integer, string } from "@oclif/core/flags"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { ImagesRendered } from "../../images/render/result.ts"

export default class ImageRender extends SdopsCommand {
  static override readonly args = {
    names: nameArgument({
      description: "Images of images/; all without one.",
      multiple: true,
    }),
  }
  static override readonly description =
    "Has the fleet's ComfyUI make declared images, each host one picture " +
    "at a time and behind others' jobs. Writes renders/NAME/1.png, where " +
    "it comes from beside it, and leaves alone what is up to date."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> cat",
    "<%= config.bin %> <%= command.id %> cat --on lithium --json",
    "<%= config.bin %> <%= command.id %> cat --on @closet --check",
    "<%= config.bin %> <%= command.id %> cat --lock",
  ]
  static override readonly flags = {
    ...elevation,
    check: boolean({
      exclusive: ["dry-run", "force"],
      summary: "Render again and compare; write nothing.",
    }),
    "dry-run": boolean({ summary: "Show what is not up to date." }),
    force: boolean({ summary: "Render what is up to date, too." }),
    lock: boolean({
      exclusive: ["check", "dry-run"],
      summary: "Also write images/NAME.lock.json, which mkImage takes.",
    }),
    on: string({
      helpValue: "HOSTS",
      multiple: true,
      multipleNonGreedy: true,
      summary: "Hosts that may render (default: all with ComfyUI).",
    }),
    tolerance: integer({
      default: 2,
      helpValue: "N",
      max: 255,
      min: 0,
      summary: "Mean difference of a colour that passes --check, 0-255.",
    }),
  }
  static override readonly summary = "Render declared images on the fleet"

  static readonly result = async () =>
    (await import("../../images/render/result.ts")).imagesRendered

  async run(): Promise<ImagesRendered> {
    const { args, flags } = await this.asked(ImageRender)
    const { rendered } = await import("../../cli/tasks/rendered.ts")
    return rendered(args.names ?? [], flags)
  }
}
