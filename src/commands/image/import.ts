import { string as fileArgument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { ImageImported } from "../../images/import/result.ts"

export default class ImageImport extends SdopsCommand {
  static override readonly args = {
    picture: fileArgument({
      description: "A PNG, WebP or JPEG file.",
      required: true,
    }),
  }
  static override readonly description =
    "Reads how ComfyUI or stable-diffusion-webui made a picture and declares " +
    "it as images/NAME.yaml; a workflow becomes images/NAME.json beside it. " +
    "Models are looked for in the inventory by hash or name. Overwrites " +
    "nothing and asks nobody."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> picture.png",
    "<%= config.bin %> <%= command.id %> picture.png --name cat --json",
  ]
  static override readonly flags = {
    name: string({
      helpValue: "NAME",
      summary: "The image's name (default: the file's).",
    }),
  }
  static override readonly summary = "Declare an image from a picture"

  static readonly result = async () =>
    (await import("../../images/import/result.ts")).imageImported

  async run(): Promise<ImageImported> {
    const { args, flags } = await this.asked(ImageImport)
    const { importPicture } =
      await import("../../images/import/import-picture.ts")
    const { importedText } = await import("../../output/text/image-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops image import --help",
      say: importedText,
      work: (fleet) =>
        importPicture(fleet, { file: args.picture, name: flags.name }),
    })
  }
}
