import type { Rules } from "../rules.ts"
import { compareUnits } from "./compare-units.ts"

export const rustRules: Rules = {
  awaitsSockets: true,
  compareUnits,
  socketOf: (stem) => `${stem.replace(/@$/, "")}.socket`,
  stopsAutomounts: true,
  untouched: [],
}
