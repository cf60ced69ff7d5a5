import { setTimeout as wait } from "node:timers/promises"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"

/**
 * The seconds after which a site wants to be asked again: of `Retry-After`, a
 * number or a date, or of `RateLimit`, as Hugging Face sends it
 * (`"resolve";r=0;t=55`). Undefined where it says nothing.
 */
export function waitAsked(
  headers: Pick<Headers, "get">,
  now = Date.now(),
): number | undefined {
  const after = headers.get("retry-after")?.trim() ?? ""
  if (/^\d+(?:\.\d+)?$/.test(after)) return Number(after)
  const date = Date.parse(after)
  if (!Number.isNaN(date)) return Math.max(0, (date - now) / 1000)
  const limit = headers.get("ratelimit") ?? ""
  if (!/;\s*r=0\b/.test(limit)) return undefined
  const left = /;\s*t=(\d+)/.exec(limit)?.[1]
  return left === undefined ? undefined : Number(left)
}

/** Errors: `interrupted`. */
export async function pause(
  seconds: number,
  { signal }: Pick<Context<never>, "signal">,
): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, { signal })
  } catch {
    throw fail("interrupted", { state: "nothing was changed" })
  }
}
