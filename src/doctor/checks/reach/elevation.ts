import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const elevation: Check<Approach> = {
  id: "reach/elevation",
  looksAt: "whether the login user can become root",
  means: "only logging in works: probing, building and switching need root",
  appliesTo: always,
  judge: (approach) =>
    judgeHop(
      "elevation",
      approach,
      `${approach.host.user} runs scripts as root`,
    ),
}
