import type { Ran } from "../../process.ts"
import { lastLines } from "../strip.ts"

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Connection refused/, "connection refused"],
  [/Could not resolve hostname/, "the name does not resolve"],
  [/No route to host/, "no route to host"],
  [/Network is unreachable/, "the network is unreachable"],
  [/timed out/i, "no answer"],
  [/Connection reset/, "connection reset"],
]

/** Why OpenSSH made no connection, in the words of its own last line. */
export function opensshReason(ran: Ran): string {
  if (ran.why === "deadline") return "no answer"
  const known = reasons.find(([pattern]) => pattern.test(ran.stderr))
  return known?.[1] ?? lastLines(ran.stderr, 1)[0] ?? "ssh ended without a word"
}
