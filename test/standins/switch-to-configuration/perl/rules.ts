import type { Rules } from "../rules.ts"
import { compareUnits } from "./compare-units.ts"

export const perlRules: Rules = {
  awaitsSockets: false,
  compareUnits,
  socketOf: (stem) => `${stem}.socket`,
  stopsAutomounts: false,
  // Restarting the bus breaks the system.
  untouched: ["dbus-broker.service", "dbus.service"],
}
