import { fail } from "../../errors/fail.ts"
import { dryActivate } from "../../host/rebuild.ts"
import { readGeneration } from "../../host/generation.ts"
import { parseDryActivation } from "../dry-activation.ts"
import type { Stage } from "../stage.ts"
import { touchedApps } from "../touched-apps.ts"

/**
 * The generation to go back to: the one before the system profile's. Errors:
 * `noPrevious`.
 */
export const previous: Stage<
  "facts" | "host" | "link",
  "candidate" | "evaluation"
> = {
  name: "plan",
  title: "Find the generation before",
  async run({ facts, host, link }) {
    const found = await readGeneration(link.shell, { before: facts.generation })
    if (found === undefined) throw fail("noPrevious", { host: host.name })
    const { exit, output } = await dryActivate(link.shell, {
      candidate: found.toplevel,
    })
    if (exit !== 0) {
      const evidence = output.split("\n").slice(-10)
      throw fail("dryActivationFailed", { exit }, { evidence })
    }
    const dry = parseDryActivation(output)
    const touched = touchedApps(facts.apps, dry, false)
    const { file, generation, toplevel } = found
    const evaluation = {
      host: file ?? {
        apps: [],
        driver: { version: null },
        gpu: { vendor: host.gpu.vendor },
        name: host.name,
      },
      system: "",
      toplevel,
    }
    const adds = { candidate: { toplevel, touched }, evaluation }
    return { adds, text: `generation ${generation}` }
  },
}
