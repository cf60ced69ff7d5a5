import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const hostKey: Check<Approach> = {
  id: "reach/host-key",
  looksAt: "whether the host shows the key that is pinned or known",
  means: "it is another machine or was installed anew; nothing is sent to it",
  appliesTo: always,
  judge: (approach) =>
    judgeHop("host-key", approach, "it shows the key that it should"),
}
