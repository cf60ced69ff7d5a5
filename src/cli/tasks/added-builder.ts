import { addBuilder, type NewBuilder } from "../../builders/add.ts"
import type { BuilderAdded } from "../../builders/result.ts"
import { addedText } from "../../output/text/builders-text.ts"
import { fleetWork } from "./fleet-work.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"

type Asked = {
  readonly args: Pick<NewBuilder, "address" | "name">
  readonly flags: GlobalFlags &
    Omit<NewBuilder, "address" | "name"> & { readonly yes: boolean }
}

/** Adds a builder, and shows what has to be done on it. */
export async function addedBuilder({
  args,
  flags,
}: Asked): Promise<BuilderAdded> {
  const { features, identity, port, systems, user } = flags
  const builder = {
    ...args,
    features,
    hostKey: flags.hostKey,
    identity,
    maxJobs: flags.maxJobs,
    port,
    systems,
    user,
  }
  return fleetWork({
    flags,
    recovery: "sdops builders list",
    say: addedText,
    work: (fleet, context) => addBuilder(fleet, builder, context),
  })
}
