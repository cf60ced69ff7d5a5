import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { type CamelKeys, camelKeys } from "../camel-keys.ts"
import { fail } from "../errors/fail.ts"
import { check } from "./read/check.ts"
import type { Fleet } from "./fleet.ts"
import { parse } from "./read/parse.ts"
import { type Problem, refused } from "./read/problem.ts"
import { readText } from "./read/read.ts"
import { type RolloutFile, rolloutFile } from "./schema/rollout.ts"

const ending = ".yaml"

/**
 * A fleet's `rollouts/<name>.yaml`. Errors: `noRolloutFile`, with those that
 * there are; `badInventory`, with all its problems.
 */
export async function loadRollout(
  { root }: Pick<Fleet, "root">,
  name: string,
): Promise<CamelKeys<RolloutFile>> {
  const names = await readdir(join(root, "rollouts")).catch(() => [])
  const known = names
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
  if (!known.includes(name)) throw fail("noRolloutFile", { known, name })
  const text = readText(root, `rollouts/${name}${ending}`)
  if ("problem" in text) throw refused([text.problem])
  const parsed = parse(text.file, text.text, await import("yaml"))
  const { problems, value }: Judged =
    parsed.source === undefined ? parsed : check(parsed.source, rolloutFile)
  if (value === undefined) throw refused(problems ?? [])
  return camelKeys(value)
}

type Judged = {
  readonly problems?: readonly Problem[] | undefined
  readonly value?: RolloutFile | undefined
}
