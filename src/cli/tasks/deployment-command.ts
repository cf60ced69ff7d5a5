import { string } from "@oclif/core/args"
import type { ZodType } from "zod"
import type { Context } from "../../context.ts"
import type { DeployEvent } from "../../deploy/event.ts"
import type { DeployResult } from "../../deploy/outcome/result.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { Reader } from "../../output/reader.ts"
import { resultText } from "../../output/text/result-text.ts"
import { chooseReader } from "../choose-reader.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { placed } from "./placed.ts"
import { SdopsCommand } from "../sdops-command.ts"
import { showResult } from "../show-result.ts"
import type { SayValue } from "../show-value.ts"
import { atWork } from "./at-work.ts"
import { fleetOf } from "../inventory-of.ts"

/** The argument of commands that work on hosts. */
const hosts = {
  description: "Names, globs, @tag, all; ! before one excludes it.",
  multiple: true,
} as const

export const selectors = string({ ...hosts, required: true })
export const optionalSelectors = string(hosts)

type Asked = {
  readonly flags: GlobalFlags & {
    readonly yes?: boolean
    readonly sudoPassword?: string | undefined
  }
  /** Selectors, or what finds them in the fleet. */
  readonly hosts:
    | readonly string[]
    | ((fleet: Fleet) => Promise<readonly string[]>)
  /** What to run after having quit; to resume them when left out. */
  readonly recovery?: string
}

type Work<Result> = (
  fleet: Fleet,
  hosts: readonly Host[],
  context: Context<DeployEvent>,
  reader: Reader,
) => Promise<Result>

/** The base of the commands that end in a `DeployResult`. */
export abstract class DeploymentCommand extends SdopsCommand {
  static readonly result: () => Promise<ZodType> = async () =>
    (await import("../../deploy/outcome/result.ts")).deployResult

  /** Finds the hosts, makes the context, does the work, shows the result. */
  protected async work<Result extends DeployResult>(
    asked: Asked,
    work: Work<Result>,
    say?: SayValue<Result>,
  ): Promise<Result> {
    const { flags } = asked
    const { selectHosts } = await import("../../inventory/select/select.ts")
    const about = typeof asked.hosts === "function" ? undefined : asked.hosts
    const fleet = await fleetOf(flags, about)
    const selected =
      typeof asked.hosts === "function" ? await asked.hosts(fleet) : asked.hosts
    const hosts = selectHosts(fleet, selected)
    const names = hosts.map(({ name }) => name)
    const reader = await chooseReader(names, flags, process.env)
    const recovery = asked.recovery ?? `sdops resume ${names.join(" ")}`
    const result = await atWork(
      { emit: reader.emit, flags, reader, recovery },
      async (context) => placed(fleet, work(fleet, hosts, context, reader)),
    ).finally(reader.close)
    await showResult(result, flags, say ?? resultText)
    process.exitCode = result["exit-code"]
    return result
  }
}
