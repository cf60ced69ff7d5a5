import { incompleteness } from "../../../inventory/incompleteness.ts"
import { scanWords } from "../../../login-words.ts"
import { always, bad, type Check, ok } from "../../check.ts"
import type { Approach } from "../../sight.ts"

export const complete: Check<Approach> = {
  id: "inventory/complete",
  looksAt: "whether the host's file is complete enough to deploy",
  means: "sdops deploy refuses the host until the file is complete",
  appliesTo: always,
  judge({ host }) {
    const lacks = incompleteness(host)
    if (lacks.length === 0) return ok("it has a pinned key and modules")
    return bad({
      finding: lacks.join("; "),
      cure: [
        ...(lacks.length > 1 ? [`sdops hosts add ${host.name}`] : []),
        ...(host.hostKey === undefined
          ? [`${scanWords(host)}   # compare, then pin`]
          : []),
        `$EDITOR hosts/${host.name}.yaml`,
      ],
    })
  },
}
