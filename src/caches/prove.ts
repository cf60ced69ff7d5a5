import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { type CacheInfo, parseCacheInfo } from "../nix/cache/cache-info.ts"
import { parseNarinfo } from "../nix/cache/narinfo.ts"
import type { PathInfo } from "../nix/cache/path-info.ts"
import { keyName, trustOf } from "../nix/cache/signature.ts"
import { parseStorePath } from "../nix/store-path.ts"
import { fetchText } from "./fetch-text.ts"
import { plainUrl } from "../nix/plain-url.ts"

type Asking = Pick<Context<never>, "limits" | "signal">

/** What a cache says of itself, or the code by which it wants a login first. */
export type Proof = CacheInfo | { readonly login: number }

/**
 * Proves from here that a URL is a binary cache for /nix/store. Errors:
 * `notACache` with the reason.
 */
export async function proveCache(url: string, context: Asking): Promise<Proof> {
  const at = `${plainUrl(url)}/nix-cache-info`
  const fetched = await fetchText(at, url, context)
  if ("missing" in fetched) {
    throw notACache(url, "it has no nix-cache-info (HTTP 404)")
  }
  if ("login" in fetched) return fetched
  const info = parseCacheInfo(fetched.text)
  if (info === undefined) {
    const html = /<!doctype html|<html/i.test(fetched.text)
    throw notACache(url, html ? "it is a web page" : "it is something else")
  }
  if (info.storeDir === undefined) {
    throw notACache(url, "its nix-cache-info names no StoreDir")
  }
  if (info.storeDir === "/nix/store") return info
  throw notACache(url, `it is for the store ${info.storeDir}, not /nix/store`)
}

/** What a cache knows of one path. Errors: `notACache` when it hasn't it. */
export async function narinfoOf(
  url: string,
  path: string,
  context: Asking,
): Promise<PathInfo> {
  const { hash } = parseStorePath(path)
  const at = `${plainUrl(url)}/${hash}.narinfo`
  const fetched = await fetchText(at, url, context)
  if ("missing" in fetched) throw notACache(url, `it has no ${path}`)
  if ("login" in fetched)
    throw fail("cacheLogin", { status: fetched.login, url })
  const info = parseNarinfo(fetched.text)
  if (info !== undefined) return info
  throw notACache(url, `its narinfo for ${path} is invalid`)
}

/** Errors: `cacheKeyUnfit` unless the key has signed the path. */
export function requireSigned(info: PathInfo, key: string): void {
  const { trust } = trustOf(info, [key])
  if (trust === "signed") return
  const by = info.signatures.map(keyName).join(", ")
  const why =
    trust === "unknown-key"
      ? `it is signed by ${by}`
      : trust === "unsigned"
        ? "it is not signed"
        : "the signature is from another key of that name"
  throw fail("cacheKeyUnfit", { key: keyName(key), path: info.path, why })
}

function notACache(url: string, reason: string): Error {
  return fail("notACache", { reason, url })
}
