import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const hostKey: Check<Approach> = {
  id: "reach/host-key",
  looksAt: "whether the host's key is the pinned or known one",
  means: "this is another machine, or it was reinstalled; sdops won't log in",
  appliesTo: always,
  judge: (approach) => judgeHop("host-key", approach, "the host key matches"),
}
