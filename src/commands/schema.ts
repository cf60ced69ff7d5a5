import { string } from "@oclif/core/args"
import { SdopsCommand, type SdopsCommandClass } from "../cli/sdops-command.ts"
import { unknownCommand } from "../cli/usage.ts"

/** Raised when a key goes, or means something else; not when one comes. */
const version = 1

export default class Schema extends SdopsCommand {
  static override readonly args = {
    command: string({
      description: "The command.",
      multiple: true,
      required: true,
    }),
  }
  static override readonly description =
    "Prints the JSON Schema of what a command writes with --json: its result " +
    "or, when it fails, { error }."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> deploy",
    "<%= config.bin %> <%= command.id %> flake show",
  ]
  static override readonly summary =
    "Print the JSON Schema of a command's result"

  static readonly result = async () => {
    const { z } = await import("zod")
    return z.record(z.string(), z.unknown())
  }

  async run(): Promise<Record<string, unknown>> {
    const { args, flags } = await this.asked(Schema)
    const known = this.config.commandIDs
    const id = args.command.join(":")
    const found = this.config.findCommand(id)
    if (found === undefined) throw unknownCommand(id, known)
    const loaded = (await found.load()) as unknown as SdopsCommandClass
    const { z } = await import("zod")
    const { failureResult } = await import("../errors/failure-result.ts")
    const failure = z.strictObject({ error: failureResult })
    const shape = z.toJSONSchema(z.union([await loaded.result(), failure]))
    const name = id.replaceAll(":", "-")
    const schema = { ...shape, $id: `urn:sdops:schema:${version}:${name}` }
    await this.print(JSON.stringify(schema, null, 2), flags)
    return schema
  }
}
