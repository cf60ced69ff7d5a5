import type { AdoptInput } from "../../../adopt/adopt.ts"
import type { Adoption } from "../../../adopt/result.ts"
import {
  adoptionText,
  adoptLine,
} from "../../../output/text/adopting/adoption-text.ts"
import { silent } from "../../../output/reader.ts"
import { screens } from "../../../output/screen.ts"
import { again } from "../../again.ts"
import type { GlobalFlags } from "../../flags/global-flags.ts"
import { showValue } from "../../show-value.ts"
import { atWork, teller } from "../at-work.ts"

type Flags = GlobalFlags & {
  readonly configuration?: string | undefined
  readonly flake?: string | undefined
  readonly hostKey?: string | undefined
  readonly leaveOut?: readonly string[] | undefined
  readonly modules?: readonly string[] | undefined
  readonly name?: string | undefined
  readonly nixpkgs?: string | undefined
  readonly port?: number | undefined
  readonly sudoPassword?: string | undefined
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
  const { adopt } = await import("../../../adopt/adopt.ts")
  const { stderr } = screens(flags)
  const reader = { ...silent(process.stderr), note: stderr.print }
  const emit = teller(flags, adoptLine)
  const recovery = "sdops hosts list"
  const input = {
    ...inputOf(flags),
    address,
    again: (changed: Readonly<Record<string, string>>) =>
      again(process.argv.slice(2), changed),
    from: process.cwd(),
  }
  const result = await atWork(
    { emit, flags, reader, recovery },
    async (context) => adopt(input, context),
  )
  await showValue(result, flags, adoptionText)
  return result
}

function inputOf(flags: Flags): Omit<AdoptInput, "address" | "again" | "from"> {
  return {
    configuration: flags.configuration,
    flake: flags.flake,
    fleet: flags.fleet,
    hostKey: flags.hostKey,
    leaveOut: flags.leaveOut ?? [],
    modules: flags.modules ?? [],
    name: flags.name,
    nixpkgs: flags.nixpkgs,
    port: flags.port,
    sudoPassword: flags.sudoPassword,
    within: flags.within,
  }
}
