import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { editFleet } from "../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { cache as cacheSchema } from "../inventory/schema/fleet.ts"
import { keyName } from "../nix/cache/signature.ts"
import { meantBy } from "../inventory/schema/cache-url.ts"
import { askForKey, type FoundKey, knownKey } from "./find-key.ts"
import { noteOn } from "./known.ts"
import { plainUrl } from "../nix/plain-url.ts"
import { narinfoOf, proveCache, requireSigned } from "./prove.ts"
import type { CacheAdded } from "./result.ts"

type Input = {
  readonly url: string
  readonly key: string | undefined
  /** A store path that the cache has, whose signature must fit. */
  readonly path: string | undefined
  /** Whether anybody could say yes. */
  readonly askable: boolean
}

/**
 * Adds a cache to `hosts/fleet.yaml`, once it is proven to be one and its key
 * is agreed to. Errors: `usage`, `notACache`, `cacheKeyUnknown`,
 * `cacheKeyUnfit`, `cacheDeclared`, `needsYes`, those of `editFleet`.
 */
export async function addCache(
  fleet: Fleet,
  input: Input,
  context: Context<never>,
): Promise<CacheAdded> {
  const { path, url } = input
  const given = input.key === undefined ? knownKey(url) : keyGiven(input.key)
  const asked = /^https?:\/\//.test(url)
  requireFit(url, given?.key, asked)
  requirePath(path)
  const ready = given && declared(fleet, url, given.key)
  if (ready) return { cache: ready, changed: false, "exit-code": 0 }
  // Where it would be refused in the end, nothing is asked of anybody.
  if (given && !input.askable) await ask(url, given, undefined, context)
  const proof = asked ? await proveCache(url, context) : undefined
  const login = proof !== undefined && "login" in proof
  // Whoever says the key knows the cache; others can't be proven wrong.
  if (login && given?.from !== "given")
    throw fail("cacheLogin", { status: proof.login, url })
  const info = login ? undefined : proof
  const proven = info !== undefined
  const found = given ?? (await askForKey(url, path, context))
  if (path !== undefined && proven) {
    requireSigned(await narinfoOf(url, path, context), found.key)
  }
  const there = declared(fleet, url, found.key)
  if (there) return { cache: there, changed: false, "exit-code": 0 }
  const unproven = login ? wantsLogin : asked ? undefined : onlyHosts
  await ask(url, found, unproven, context)
  const cache = { key: found.key, url }
  let changed = false
  await editFleet(
    fleet,
    (now) => {
      // Another may have added it while the question stood.
      changed = declared(now, url, found.key) === undefined
      return changed ? [{ do: "add", path: ["caches"], value: cache }] : []
    },
    context,
  )
  return {
    cache,
    changed,
    "exit-code": 0,
    "key-from": found.from,
    ...(info?.priority !== undefined && { priority: info.priority }),
    ...noteOn(url),
    proven,
    ...(unproven !== undefined && { unproven }),
  }
}

const onlyHosts = "only hosts can ask it"
const wantsLogin = "it requires a login, which only hosts with a netrc have"

function keyGiven(key: string): FoundKey {
  return { from: "given", key }
}

/** The inventory's own rules, before anything is asked. */
function requireFit(url: string, key: string | undefined, asked: boolean) {
  const fits = cacheSchema.partial({ key: true }).safeParse({ key, url })
  const [issue] = fits.error?.issues ?? []
  if (issue !== undefined) {
    const problem = `${issue.path.join(".")} must be ${issue.message}`
    const meant = meantBy(url)
    const line = meant && `sdops cache add ${meant}`
    throw fail("usage", { problem, try: [line ?? "sdops cache add --help"] })
  }
  if (asked || key !== undefined) return
  const problem = `${url} can't be asked from here, so it needs --key`
  throw fail("usage", { problem, try: ["sdops cache add --help"] })
}

function requirePath(path: string | undefined): void {
  const fits = /^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[^/\s]+$/
  if (path === undefined || fits.test(path)) return
  const problem = `${path} is not a store path`
  throw fail("usage", { problem, try: ["sdops cache add --help"] })
}

function declared({ caches }: Fleet, url: string, key: string) {
  const same = caches.find((cache) => plainUrl(cache.url) === plainUrl(url))
  if (same === undefined || same.key === key) return same
  throw fail("cacheDeclared", { key: keyName(same.key), url })
}

async function ask(
  url: string,
  { from, key }: FoundKey,
  unproven: string | undefined,
  context: Context<never>,
): Promise<void> {
  const who = {
    cachix: "from Cachix",
    given: "as given",
    known: "as published",
  }
  const { note } = noteOn(url)
  const notes = [note, unproven && `not proven: ${unproven}`]
    .filter((one) => one !== undefined)
    .map((one) => ` (${one})`)
    .join("")
  const text =
    `let every host run anything signed by ${key} (${who[from]}), ` +
    `from ${url}${notes}`
  await context.confirm({ flag: "--yes", host: "fleet", text })
}
