import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const authentication: Check<Approach> = {
  id: "reach/authentication",
  looksAt: "whether the host lets one of our keys in",
  means: "the login user doesn't have our public key, or it is locked",
  appliesTo: always,
  judge: (approach) =>
    judgeHop(
      "authentication",
      approach,
      `a key of ours logs in as ${approach.host.user}`,
    ),
}
