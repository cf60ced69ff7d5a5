import { linesOf } from "./sources.ts"
import { type Check, judged } from "./check.ts"
import { complete, type Lock } from "../optional-packages.ts"

/** `npm ci` takes the lock on every system. */
export const lock: Check = {
  name: "lock",
  async run() {
    const text = (await linesOf("package-lock.json")).join("\n")
    const { packages } = JSON.parse(text) as Lock
    const before = new Set(Object.keys(packages))
    complete(packages)
    const added = Object.keys(packages).filter((name) => !before.has(name))
    const cure = ["run node build/complete-lock.ts"]
    return judged(added.length === 0 ? [] : [...added, ...cure])
  },
}
