import { dirname } from "node:path"
import { type Check, judged } from "./check.ts"
import { sources } from "./sources.ts"

/** Files in one folder of `src`; "about 20" in the house style. */
const most = 22

/** A broader folder hides the place for a change. */
export const breadth: Check = {
  name: "folder breadth",
  async run() {
    const files = await sources(".sh", ".ts")
    const folders = Map.groupBy(
      files.filter((file) => file.startsWith("src/")),
      (file) => dirname(file),
    )
    return judged([...folders].flatMap(tooBroad))
  },
}

function tooBroad([folder, files]: readonly [string, readonly string[]]) {
  if (files.length <= most) return []
  return [`${folder}: ${files.length} files, at most ${most}`]
}
