import * as power from "../machine/power.ts"
import { hostVerb } from "./fault-verbs.ts"
import type { Verb } from "./verb.ts"

export const powerVerbs: Readonly<Record<string, Verb>> = {
  crash: hostVerb("crash", "power lost and back: boots again", power.crash),
  poweroff: hostVerb("poweroff", "off in good order", power.poweroff),
  reboot: hostVerb("reboot", "reboots in good order", power.reboot),
  start: hostVerb("start", "turns a host on again", power.start),
  yank: hostVerb("yank", "power cut: off until start", power.yank),
}
