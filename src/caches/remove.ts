import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { editFleet } from "../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { plainUrl } from "../nix/plain-url.ts"
import { withoutUrlSecrets } from "../secret-in-url.ts"
import type { CacheRemoved } from "./result.ts"

/**
 * Takes a cache out of `hosts/fleet.yaml`; hosts forget it when they are
 * deployed next. Errors: `cacheUndeclared`, those of `editFleet`.
 */
export async function removeCache(
  fleet: Fleet,
  url: string,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<CacheRemoved> {
  const { removed } = declared(fleet, url)
  await editFleet(
    fleet,
    (now) => [{ do: "remove", path: ["caches", declared(now, url).at] }],
    context,
  )
  return { "exit-code": 0, removed }
}

function declared({ caches }: Pick<Fleet, "caches">, url: string) {
  const at = caches.findIndex((one) => plainUrl(one.url) === plainUrl(url))
  const removed = caches[at]
  if (removed !== undefined) return { at, removed }
  const known = caches.map((one) => one.url)
  throw fail("cacheUndeclared", { known, url: withoutUrlSecrets(url) })
}
