import { fail } from "../../errors/fail.ts"
import { limitsFrom } from "../../limits.ts"
import { logIn } from "../../remote/log-in.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { inventoryOf } from "../inventory-of.ts"
import { showValue } from "../show-value.ts"
import { placed } from "./placed.ts"

/** Logs in to one host, and ends as ssh did. Errors: those of `logIn`. */
export async function loggedIn(
  name: string,
  words: readonly string[],
  flags: GlobalFlags,
): Promise<{ "exit-code": number; host: string }> {
  const { fleet, hosts } = await inventoryOf(flags, [name])
  const [host, ...others] = hosts
  if (host === undefined || others.length > 0) {
    const problem = `ssh takes one host; these are ${hosts.length}`
    throw fail("usage", { problem, try: ["sdops exec --help"] })
  }
  const environment = process.env
  const { signal } = new AbortController()
  const limits = limitsFrom(environment)
  const context = { environment, limits, signal }
  const exit = await placed(fleet, logIn(host, words, context))
  const result = { "exit-code": exit, host: host.name }
  await showValue(result, flags, () => undefined)
  process.exitCode = exit
  return result
}
