import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import { deployIdSchema } from "../store-path.ts"
import afterBootScript from "./after-boot.sh"

const answers = [
  "elsewhere",
  "running",
  "started",
  "unreadable",
  "waiting",
] as const

/** What a host answers that may have booted a candidate; see the script. */
export type AfterBoot = (typeof answers)[number]

/**
 * Has a host that has booted a candidate once go on with its deployment: from
 * then on its supervisor proves and commits, or goes back. Errors:
 * `hostScript`; those of the connection.
 */
export async function afterBoot(
  shell: HostShell,
  id: string,
): Promise<AfterBoot> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "going on after the boot",
    script: afterBootScript,
    variables: { id: deployIdSchema.parse(id) },
  })
  const at = { asked: "going on after the boot", host: shell.host }
  return fitting(z.enum(answers), facts.get("answer"), at)
}
