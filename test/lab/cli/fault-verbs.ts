import { setFrozen } from "../machine/cgroup.ts"
import * as faults from "../machine/faults.ts"
import { addressOf } from "../state.ts"
import type { Lab } from "../settings.ts"
import type { Verb } from "./verb.ts"

/** A verb that needs a host's name and nothing else. */
export function hostVerb(
  usage: string,
  about: string,
  act: (lab: Lab, name: string) => Promise<void>,
): Verb {
  return {
    about,
    least: 1,
    most: 1,
    run: (lab, [name = ""]) => addressOf(lab, name).then(() => act(lab, name)),
    usage: `${usage} HOST`,
  }
}

export const faultVerbs: Readonly<Record<string, Verb>> = {
  cut: hostVerb("cut", "no packet passes, the carrier stays", faults.cut),
  disk: {
    about: "resizes the host's disk live, such as 300m",
    least: 2,
    most: 2,
    run: (lab, [name = "", size = ""]) => faults.disk(lab, name, size),
    usage: "disk HOST SIZE",
  },
  freeze: hostVerb("freeze", "every process stands still", (lab, name) =>
    setFrozen(lab, name, true),
  ),
  heal: hostVerb("heal", "ends every fault of the network", faults.heal),
  isolate: hostVerb("isolate", "other hosts can't see it", (lab, name) =>
    faults.isolate(lab, name),
  ),
  rate: {
    about: "limits the bandwidth both ways, such as 8mbit",
    least: 2,
    most: 2,
    run: (lab, [name = "", limit = ""]) => faults.rate(lab, name, limit),
    usage: "rate HOST LIMIT",
  },
  thaw: hostVerb("thaw", "ends freeze", (lab, name) =>
    setFrozen(lab, name, false),
  ),
  unplug: hostVerb("unplug", "takes the cable out", faults.unplug),
  wire: {
    about: "a slow wire: milliseconds, percent, kbit/s",
    least: 2,
    most: 5,
    run: (lab, [name = "", ...numbers]) => {
      const [delay = 0, jitter = 0, loss = 0, rate = 0] = numbers.map(Number)
      return faults.wire(lab, name, { delay, jitter, loss, rate })
    },
    usage: "wire HOST DELAY [JITTER [LOSS [RATE]]]",
  },
}
