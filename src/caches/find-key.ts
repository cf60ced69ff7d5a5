import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { keyName } from "../nix/cache/signature.ts"
import { fetchText } from "./fetch-text.ts"
import { plainUrl } from "../nix/plain-url.ts"
import { known } from "./known.ts"
import { narinfoOf } from "./prove.ts"

/** A key and who says that it is the cache's. */
export type FoundKey = {
  readonly key: string
  readonly from: "given" | "known" | "cachix"
}

/** The key that is in our table; nobody is asked. */
export function knownKey(url: string): FoundKey | undefined {
  const found = known(url)
  return found && { from: "known", key: found.key }
}

/**
 * The key of a cache that isn't in our table. Cachix says it for its caches;
 * others don't: a signature tells no more than the name of its key, which
 * proves nothing, so it is only told. Errors: `cacheKeyUnknown`, `notACache`.
 */
export async function askForKey(
  url: string,
  path: string | undefined,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<FoundKey> {
  const [, name] = /^https:\/\/([a-z0-9-]+)\.cachix\.org$/.exec(
    plainUrl(url),
  ) ?? [undefined]
  if (name !== undefined) return ofCachix(url, name, context)
  const names =
    path === undefined
      ? []
      : (await narinfoOf(url, path, context)).signatures.map(keyName)
  throw fail(
    "cacheKeyUnknown",
    { names: [...new Set(names)], url },
    {
      because: [
        "a cache can't prove its own key: whoever can change one can " +
          "change the other",
        "keys are published on the web page or in the README of the cache's " +
          "owner; for your own cache, sdops cache keygen printed it",
      ],
    },
  )
}

/**
 * Source: cachix-api's BinaryCache type, field publicSigningKeys; used by
 * `cachix use`.
 */
async function ofCachix(
  url: string,
  name: string,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<FoundKey> {
  const api = `https://app.cachix.org/api/v1/cache/${name}`
  const fetched = await fetchText(api, url, context)
  const text = "text" in fetched ? fetched.text : ""
  const key = /"publicSigningKeys":\s*\["([^"\s]+)"/.exec(text)?.[1]
  if (key !== undefined && /^[^\s:]+:[A-Za-z0-9+/]{43}=$/.test(key)) {
    return { from: "cachix", key }
  }
  throw fail("cacheKeyUnknown", { names: [], url })
}
