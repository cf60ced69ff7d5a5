import { Command } from "@oclif/core/command"
import type { Input, ParserOutput } from "@oclif/core/interfaces"
import type { ZodType } from "zod"
import { type CamelKeys, camelKeys } from "../camel-keys.ts"
import { forgive, screens } from "../output/screen.ts"
import { globalFlags } from "./flags/global-flags.ts"

/** What a command's class must say besides what oclif wants. */
export type SdopsCommandClass = {
  /** The schema of what `run` returns, which `--json` prints. */
  readonly result: () => Promise<ZodType>
}

/** What a command line may say, by name. */
type Words = Record<string, unknown>

/** The base of every command: global flags, JSON, one way for errors. */
export abstract class SdopsCommand extends Command {
  static override readonly baseFlags = globalFlags
  static override readonly enableJsonFlag: boolean = true

  /** The command line: arguments, and flags by their names in camelCase. */
  protected async asked<
    Flags extends Words,
    Base extends Words,
    Args extends Words,
  >(
    command: Input<Flags, Base, Args>,
  ): Promise<{
    readonly args: Args
    readonly flags: CamelKeys<ParserOutput<Flags, Base, Args>["flags"]>
  }> {
    const { args, flags } = await this.parse(command)
    return { args, flags: camelKeys(flags) }
  }

  protected override async init(): Promise<void> {
    await super.init()
    // Again: loading a command has put oclif's own listeners there.
    forgive([process.stderr, process.stdout])
  }

  /** Errors are told in one place, `main`, whatever made them. */
  override async catch(error: Error): Promise<never> {
    throw error
  }

  /** `--json`, without what a terminal would act on. */
  protected override logJson(json: unknown): void {
    screens({ noColor: true }).stdout.json(json, 2)
  }

  /** Writes the result for people; `--json` prints what `run` returns. */
  protected async print(
    text: string,
    flags: { readonly json: boolean; readonly noInput: boolean },
  ): Promise<void> {
    const { stdout } = screens({ noColor: true })
    if (flags.json) return
    if (flags.noInput) stdout.print(text)
    else await stdout.page(text)
  }
}
