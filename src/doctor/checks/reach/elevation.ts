import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const elevation: Check<Approach> = {
  id: "reach/elevation",
  looksAt: "whether the login user may become root",
  means: "nothing but a login works: probe, build and switch are root's",
  appliesTo: always,
  judge: (approach) =>
    judgeHop(
      "elevation",
      approach,
      `${approach.host.user} runs scripts as root`,
    ),
}
