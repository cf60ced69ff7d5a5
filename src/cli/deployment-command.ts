import { string } from "@oclif/core/args"
import type { Context } from "../context.ts"
import type { DeployEvent } from "../deploy/event.ts"
import type { DeployResult } from "../deploy/result.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { limitsFrom } from "../limits.ts"
import { chooseReader } from "./choose-reader.ts"
import { confirmation } from "./confirmation.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"
import { SdopsCommand } from "./sdops-command.ts"
import { showResult } from "./show-result.ts"

/** The argument of commands that work on hosts. */
export const selectors = string({
  description: "Names, globs, @tag, all; ! before one excludes it.",
  multiple: true,
  required: true,
})

type Asked = {
  readonly flags: GlobalFlags & {
    readonly yes?: boolean
    readonly "sudo-password"?: string | undefined
  }
  readonly hosts: readonly string[]
}

type Work = (
  fleet: Fleet,
  hosts: readonly Host[],
  context: Context<DeployEvent>,
) => Promise<DeployResult>

/** The base of the commands that end in a `DeployResult`. */
export abstract class DeploymentCommand extends SdopsCommand {
  static readonly result = async () =>
    (await import("../deploy/result.ts")).deployResult

  /** Finds the hosts, makes the context, does the work, shows the result. */
  protected async work(asked: Asked, work: Work): Promise<DeployResult> {
    const { flags } = asked
    const environment = process.env
    const { loadFleet } = await import("../inventory/load.ts")
    const { selectHosts } = await import("../inventory/select.ts")
    const from = process.cwd()
    const fleet = await loadFleet({ fleet: flags.fleet, from }, { environment })
    const hosts = selectHosts(fleet, asked.hosts).map(withSecret(flags))
    const names = hosts.map(({ name }) => name)
    const reader = await chooseReader(names, flags, environment)
    using stopping = interruption({
      note: reader.note,
      recovery: `sdops resume ${names.join(" ")}`,
    })
    const { signal, stop } = stopping
    const person =
      !flags["no-input"] && process.stdin.isTTY && process.stderr.isTTY
    const confirm = confirmation({
      person,
      reader,
      signal,
      stop,
      yes: flags.yes ?? false,
    })
    const limits = limitsFrom(environment)
    const { emit } = reader
    const context = { confirm, emit, environment, limits, signal }
    const result = await work(fleet, hosts, context).finally(reader.close)
    await showResult(result, flags)
    process.exitCode = result["exit-code"]
    return result
  }
}

/** `--sudo-password` stands for what a host's file may say. */
function withSecret(flags: Asked["flags"]): (host: Host) => Host {
  const reference = flags["sudo-password"]
  return (host) =>
    reference === undefined ? host : { ...host, "sudo-password": reference }
}
