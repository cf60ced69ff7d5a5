import heavy from "../../nix/data/heavy-packages.json" with { type: "json" }
import type { Context } from "../context.ts"
import { heavyNames } from "../deploy/heavy/heavy-of-caches.ts"
import { openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { pushClosure, type PushedClosure } from "../host/caches/push-closure.ts"
import type { Host } from "../inventory/host.ts"
import { cacheUrl } from "../inventory/schema/cache-url.ts"
import { heavyPattern } from "../nix/heavy-pattern.ts"
import { denialIn } from "../nix/cache/denial.ts"
import { nixConfig } from "../nix/nix-config.ts"
import { parsePathInfos } from "../nix/cache/path-info.ts"
import { causeOf, readProblems } from "../nix/failure/problems.ts"
import { trustOf } from "../nix/cache/signature.ts"
import { publicKeyOf } from "../nix/cache/signing-key.ts"
import { lastLines } from "../remote/strip.ts"
import type { Secret } from "../secret.ts"
import { resolveSecret } from "../secret-reference.ts"
import type { CachePushed } from "./result.ts"

type Input = {
  /** Only what is heavy, with all that it needs. */
  readonly heavyOnly: boolean
  /** A reference to the secret key. */
  readonly keyFile: string
  /** A reference to what logs in to S3; else what the host itself has. */
  readonly login?: string | undefined
  readonly system: "built" | "running"
  readonly to: string
}

/**
 * Signs a host's closure there and uploads it to a cache, then reads back that
 * the cache has all of it, so signed. Errors: `usage`, `secretMissing`,
 * `signingKeyUnfit`, `nothingToPush`, `cacheDenied`, `cachePush`, those of
 * `openLink`.
 */
export async function pushToCache(
  host: Host,
  input: Input,
  context: Context<string>,
): Promise<CachePushed> {
  const { to } = input
  const [unfit] = cacheUrl.safeParse(to).error?.issues ?? []
  if (unfit !== undefined) {
    const problem = `--to must be ${unfit.message}`
    throw fail("usage", { problem, try: ["sdops cache push --help"] })
  }
  const link = await openLink(host, context)
  await using _ = link.connection
  // Only now, so that it is in memory no longer than it must.
  const reference = input.keyFile
  const key = await resolveSecret(reference, context)
  const open = publicKeyOf(key)
  if (open === undefined) throw fail("signingKeyUnfit", { reference })
  const login = await loginTo(to, input.login, context)
  const pushed = await pushClosure(link.shell, {
    config: nixConfig({}),
    heavy: input.heavyOnly ? heavyPattern(heavy.packages) : undefined,
    key,
    login,
    onLine: context.emit,
    system: input.system,
    to,
  })
  requirePushed(pushed, open, { host: host.name, to })
  return {
    "exit-code": 0,
    heavy: [...heavyNames(pushed.closure)],
    host: host.name,
    key: open,
    paths: pushed.closure.length,
    system: pushed.system,
    to,
  }
}

/** Errors: `usage` for one that S3 doesn't take; `secretMissing`. */
async function loginTo(
  to: string,
  reference: string | undefined,
  context: Context<string>,
): Promise<Secret | undefined> {
  if (reference === undefined) return undefined
  const login = await resolveSecret(reference, context)
  const known = /^[^\s:]+:[^\s:]+(?::[^\s]+)?$/.test(login.reveal())
  if (/^s3:/i.test(to) && known) return login
  const problem = known
    ? "--s3-login is for s3:// only"
    : "what --s3-login names must be ID:SECRET, or ID:SECRET:TOKEN"
  throw fail("usage", { problem, try: ["sdops cache push --help"] })
}

const steps = {
  copy: "the upload",
  sign: "signing",
  "sign-there": "signing earlier uploads",
} as const

function requirePushed(
  pushed: PushedClosure,
  key: string,
  at: { readonly host: string; readonly to: string },
): void {
  const { closure, exit, json, stage, stderr, system } = pushed
  const { host } = at
  if (closure.length === 0 || stage === undefined) {
    const what = system === "" ? "no such system" : `nothing in ${system}`
    throw fail("nothingToPush", { host, system: what }, { host })
  }
  const step = steps[stage]
  if (exit !== 0) {
    const evidence = lastLines(stderr, 5)
    const cause = causeOf(readProblems(stderr))?.text.split("\n")[0]
    const unable = /don't know how to open Nix store|unsupported.*scheme 's3'/i
    if (unable.test(stderr)) {
      const scheme = at.to.split("://")[0] ?? ""
      throw fail("cacheScheme", { ...at, scheme }, { evidence, host })
    }
    const denial = denialIn(stderr)
    if (denial !== undefined) {
      throw fail("cacheDenied", { ...at, reason: denial }, { evidence, host })
    }
    const reason = cause ?? evidence.at(-1) ?? `exit ${exit}`
    throw fail("cachePush", { ...at, reason, step }, { evidence, host })
  }
  const signed = parsePathInfos(json).found.filter(
    (info) => trustOf(info, [key]).trust === "signed",
  )
  if (signed.length === closure.length) return
  const reason = `only ${signed.length} of ${closure.length} paths are signed`
  throw fail("cachePush", { ...at, reason, step: "reading back" }, { host })
}
