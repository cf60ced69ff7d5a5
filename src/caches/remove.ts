import { fail } from "../errors/fail.ts"
import { editFleet } from "../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { plainUrl } from "../nix/plain-url.ts"
import type { CacheRemoved } from "./result.ts"

/**
 * Takes a cache out of `hosts/fleet.yaml`; hosts forget it when they are
 * deployed next. Errors: `cacheUndeclared`, those of `editFleet`.
 */
export async function removeCache(
  fleet: Fleet,
  url: string,
): Promise<CacheRemoved> {
  const urls = fleet.caches.map((cache) => cache.url)
  const at = urls.findIndex((known) => plainUrl(known) === plainUrl(url))
  const cache = fleet.caches[at]
  if (cache === undefined) {
    throw fail("cacheUndeclared", { known: urls, url })
  }
  await editFleet(fleet, [{ do: "remove", path: ["caches", at] }])
  return { "exit-code": 0, removed: cache }
}
