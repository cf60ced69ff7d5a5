import type { Login } from "../../deploy/site/site-login.ts"
import { fail } from "../../errors/fail.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { buildId } from "../../host/build/builds.ts"
import { listBuilds } from "./list.ts"

/**
 * The machine that a build is on; if several had it, the one where it runs, or
 * where it was last. Errors: `unknownBuild`, `interrupted`.
 */
export async function findBuild(
  machines: readonly Login[],
  id: string,
  context: RemoteContext,
): Promise<Login> {
  if (!buildId.safeParse(id).success) throw unknownBuild(id)
  const [only, ...others] = machines
  // Where it is said to be, one question is enough.
  if (only !== undefined && others.length === 0) return only
  const { builds, unread } = await listBuilds(machines, { parallel }, context)
  const row = builds.find(({ build }) => build === id)
  const found = machines.find(({ name }) => name === row?.on)
  if (found !== undefined) return found
  throw unknownBuild(
    id,
    unread.map(({ host }) => host),
  )
}

/** How many machines are asked at once. */
const parallel = 10

export function unknownBuild(id: string, unread: readonly string[] = []) {
  const because = unread.map((host) => `${host} could not be asked`)
  return fail("unknownBuild", { id }, { because })
}
