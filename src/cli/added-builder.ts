import { addBuilder, type NewBuilder } from "../builders/add.ts"
import type { BuilderAdded } from "../builders/result.ts"
import { addedText } from "../output/builders-text.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { show } from "./show.ts"
import { withFleet } from "./with-fleet.ts"

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
  const { features, identity, systems, user } = flags
  const recovery = "sdops builders list"
  const added = await withFleet({ flags, recovery }, (fleet, context) =>
    addBuilder(
      fleet,
      {
        ...args,
        features,
        "host-key": flags["host-key"],
        identity,
        "max-jobs": flags["max-jobs"],
        systems,
        user,
      },
      context,
    ),
  )
  show(added, flags, addedText(added))
  return added
}
