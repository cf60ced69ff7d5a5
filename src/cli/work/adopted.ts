import type { AdoptInput } from "../../adopt/adopt.ts"
import type { AdoptEvent } from "../../adopt/event.ts"
import type { Adoption } from "../../adopt/result.ts"
import { limitsFrom } from "../../limits.ts"
import { adoptionText, adoptLine } from "../../output/text/adoption-text.ts"
import { silent } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import { confirmation } from "../confirmation.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { interruption } from "../interruption.ts"

type Flags = GlobalFlags & {
  readonly configuration?: string | undefined
  readonly flake?: string | undefined
  readonly "host-key"?: string | undefined
  readonly "leave-out"?: readonly string[] | undefined
  readonly modules?: readonly string[] | undefined
  readonly name?: string | undefined
  readonly nixpkgs?: string | undefined
  readonly port?: number | undefined
  readonly "sudo-password"?: string | undefined
  readonly within?: string | undefined
  readonly yes: boolean
}

/**
 * Has a host adopted and shows it: a line a step on stderr, what was written
 * and what is left to do on stdout.
 */
export async function adopted(
  address: string,
  flags: Flags,
): Promise<Adoption> {
  const { adopt } = await import("../../adopt/adopt.ts")
  const environment = process.env
  const { stderr, stdout } = screens(flags)
  const { stdin } = process
  using stopping = interruption({
    note: stderr.print,
    recovery: "sdops hosts list",
  })
  const { signal, stop } = stopping
  const person = !flags["no-input"] && stdin.isTTY && process.stderr.isTTY
  const reader = silent(process.stderr)
  const result = await adopt(
    { ...inputOf(flags), address, from: process.cwd() },
    {
      confirm: confirmation({ person, reader, signal, stop, yes: flags.yes }),
      emit: (event) => tell(event, flags),
      environment,
      limits: limitsFrom(environment),
      signal,
    },
  )
  if (flags.json) return result
  if (flags.events) stdout.json({ event: "result", ...result })
  else stdout.print(adoptionText(result, stdout.theme, stdout.columns))
  return result
}

function inputOf(flags: Flags): Omit<AdoptInput, "address" | "from"> {
  return {
    configuration: flags.configuration,
    flake: flags.flake,
    fleet: flags.fleet,
    "host-key": flags["host-key"],
    "leave-out": flags["leave-out"] ?? [],
    modules: flags.modules ?? [],
    name: flags.name,
    nixpkgs: flags.nixpkgs,
    port: flags.port,
    "sudo-password": flags["sudo-password"],
    within: flags.within,
  }
}

function tell(event: AdoptEvent, flags: GlobalFlags): void {
  const { stderr, stdout } = screens(flags)
  if (flags.events) stdout.json(event)
  else if (!flags.json && !flags.quiet) stderr.print(adoptLine(event))
}
