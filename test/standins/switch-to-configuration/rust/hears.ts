import { existsSync } from "node:fs"
import { folder } from "../lists.ts"
import { rustVoice } from "../say.ts"
import { deprecated } from "../texts.ts"

/** Warns of the lists that an activation script left. */
export function hears(prefix: "activation" | "dry-activation"): void {
  const lists = ["restart", "reload"].map((what) => `${prefix}-${what}-list`)
  if (lists.some((name) => existsSync(`${folder}/${name}`))) {
    rustVoice.say(deprecated)
  }
}
