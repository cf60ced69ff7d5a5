import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const probe: Check<Approach> = {
  id: "reach/probe",
  looksAt: "whether the probe collected all facts",
  means: "the following checks could not run",
  appliesTo: always,
  judge: (approach) => judgeHop("probe", approach, "all facts collected"),
}
