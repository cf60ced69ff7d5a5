import { ask } from "../facts.ts"
import type { HostShell } from "../shell.ts"
import script from "./build-times.sh"

/** How long one package took to build. */
export type BuildTime = {
  /** Without interpreter and version. */
  readonly name: string
  /** Whole seconds, one at least. */
  readonly seconds: number
}

/** Packages that are remembered. */
const most = 200

/**
 * Remembers on a build site how long packages took there, its builders
 * included; an older time of the same package goes. Errors: those of `ask`.
 */
export async function keepBuildTimes(
  shell: HostShell,
  times: readonly BuildTime[],
): Promise<void> {
  if (times.length === 0) return
  const took = times.map(({ name, seconds }) => `${name} ${seconds}`)
  await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "keeping build times",
    script,
    variables: { most: String(most), took: took.join("\n") },
  })
}
