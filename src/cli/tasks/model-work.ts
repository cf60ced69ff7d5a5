import { fail } from "../../errors/fail.ts"
import { cacheUrl } from "../../inventory/schema/cache-url.ts"
import type { ModelEvent } from "../../models/event.ts"
import { adoptModels } from "../../models/on-hosts/adopt.ts"
import { prefetchModels } from "../../models/on-hosts/prefetch.ts"
import type {
  ModelsAdopted,
  ModelsPrefetched,
  ModelsVerified,
} from "../../models/result.ts"
import { verifyModels } from "../../models/on-hosts/verify.ts"
import {
  modelsAdoptedText,
  modelsPrefetchedText,
  modelsVerifiedText,
} from "../../output/text/models-text.ts"
import { chosenHosts } from "../flags/chosen-hosts.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetWork } from "./fleet-work.ts"
import { modelReader } from "./model-reader.ts"

type Flags = GlobalFlags & {
  readonly parallel: number
  readonly sudoPassword?: string | undefined
}

type PrefetchFlags = Flags & {
  readonly to?: string | undefined
  readonly token?: string | undefined
}

/** Fetches hosts' models, with bars. Errors: `usage`. */
export async function prefetched(
  hosts: readonly string[] | undefined,
  flags: PrefetchFlags,
): Promise<ModelsPrefetched> {
  const { parallel, to, token } = flags
  const [unfit] = cacheUrl.optional().safeParse(to).error?.issues ?? []
  if (unfit !== undefined) {
    const problem = `--to must be ${unfit.message}`
    throw fail("usage", { problem, try: ["sdops models prefetch --help"] })
  }
  return fleetWork<ModelsPrefetched, ModelEvent>({
    flags,
    recovery: "sdops models verify",
    say: modelsPrefetchedText,
    show: modelReader,
    work: (fleet, context) => {
      const input = { parallel, to, token }
      const chosen = chosenHosts(fleet, hosts)
      return prefetchModels(fleet, chosen, input, context)
    },
  })
}

/** Hashes hosts' models. */
export async function verified(
  hosts: readonly string[] | undefined,
  flags: Flags,
): Promise<ModelsVerified> {
  const { parallel } = flags
  return fleetWork<ModelsVerified, ModelEvent>({
    flags,
    recovery: "sdops models list",
    say: modelsVerifiedText,
    show: modelReader,
    work: async (fleet, context) =>
      verifyModels(chosenHosts(fleet, hosts), { parallel }, context),
  })
}

/** Declares what lies on one host. Errors: `usage`. */
export async function adoptedModels(
  name: string,
  flags: GlobalFlags & {
    readonly allowPickle: boolean
    readonly sudoPassword?: string | undefined
    readonly token?: string | undefined
  },
): Promise<ModelsAdopted> {
  return fleetWork<ModelsAdopted, ModelEvent>({
    flags: { ...flags, yes: flags.allowPickle },
    recovery: "sdops models list",
    say: modelsAdoptedText,
    show: modelReader,
    work: async (fleet, context) => {
      const [host, another] = chosenHosts(fleet, [name])
      if (host === undefined || another !== undefined) {
        const problem = `${name} is not the name of one host`
        throw fail("usage", { problem, try: ["sdops models adopt --help"] })
      }
      return adoptModels(fleet, host, { token: flags.token }, context)
    },
  })
}
