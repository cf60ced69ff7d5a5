import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const probe: Check<Approach> = {
  id: "reach/probe",
  looksAt: "whether the probe of all facts ran to its end",
  means: "what follows could not be looked at",
  appliesTo: always,
  judge: (approach) => judgeHop("probe", approach, "it told its facts"),
}
