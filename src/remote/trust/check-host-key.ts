import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { fingerprint, type HostKey, sameKey, sayHostKey } from "./host-key.ts"
import type { Target } from "../target.ts"

/** What a host may offer, and where that is written. */
export type Trust = {
  readonly keys: readonly HostKey[]
  readonly from: "inventory" | "known_hosts"
}

/**
 * Judges an offered key. Output: undefined when it is trusted, else the error
 * `wrongHostKey`, or `unknownHostKey` when nothing is known.
 */
export function judgeHostKey(
  target: Target,
  trust: Trust,
  offered: HostKey,
): SdopsError | undefined {
  if (trust.keys.some((key) => sameKey(key, offered))) return undefined
  const { address, name: host } = target
  if (trust.keys.length === 0) {
    return fail(
      "unknownHostKey",
      {
        address,
        fingerprint: fingerprint(offered),
        key: sayHostKey(offered),
      },
      { host },
    )
  }
  return fail(
    "wrongHostKey",
    {
      address,
      expected: trust.keys.map(fingerprint),
      offered: fingerprint(offered),
    },
    { host, because: [`the known key is from ${where(trust)}`] },
  )
}

function where({ from }: Trust): string {
  return from === "inventory" ? "the inventory" : "known_hosts"
}
