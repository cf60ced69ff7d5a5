import { string as argument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { ModelAdded } from "../../models/result.ts"

export default class ModelsAdd extends SdopsCommand {
  static override readonly args = {
    hosts: argument({
      description: "Host, glob or @tag; fleet: the defaults of all hosts.",
      required: true,
    }),
    url: argument({
      description: "A page or file of civitai or Hugging Face, AIR, any URL.",
      required: true,
    }),
  }
  static override readonly description =
    "Looks a model up, looks at the file itself, and declares it in " +
    "hosts/NAME.yaml: folder, format, pinned URL and sha256, with licence, " +
    "base model and trained words as a comment. Nothing is kept of what is " +
    "downloaded; a site that tells its files' hashes is asked for the " +
    "beginning only."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium " +
      "https://civitai.com/models/257749?modelVersionId=290640",
    "<%= config.bin %> <%= command.id %> lithium " +
      "urn:air:sdxl:lora:civitai:328553@368189 --token env:CIVITAI_TOKEN",
    "<%= config.bin %> <%= command.id %> @closet " +
      "https://huggingface.co/stabilityai/sdxl-vae --folder vae --name xl-vae",
  ]
  static override readonly flags = {
    "allow-pickle": boolean({
      summary: "Take a pickle, which runs its maker's code when loaded.",
    }),
    folder: string({
      helpValue: "FOLDER",
      summary: "ComfyUI's folder (default: what site and content say).",
    }),
    name: string({
      helpValue: "NAME",
      summary: "Its name, without extension (default: the file's).",
    }),
    replace: boolean({ summary: "Replace another file of that name." }),
    token: string({
      helpValue: "REF",
      summary: "The site's token, as env:NAME, file:PATH or cmd:COMMAND.",
    }),
  }
  static override readonly summary = "Declare a model by its address"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelAdded

  async run(): Promise<ModelAdded> {
    const { args, flags } = await this.asked(ModelsAdd)
    const { addedModel } = await import("../../cli/tasks/added-model.ts")
    return addedModel({ args, flags })
  }
}
