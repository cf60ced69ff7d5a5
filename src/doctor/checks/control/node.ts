import { always, bad, type Check, ok } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

/** The oldest that package.json's `engines` allows. */
const oldest = 24

export const node: Check<ControlSight> = {
  id: "control/node",
  looksAt: "the version of Node.js that sdops runs on",
  means: "sdops uses what older versions of Node.js don't have",
  appliesTo: always,
  judge({ node }) {
    if (Number(node.split(".")[0]) >= oldest) return ok(`Node.js ${node}`)
    return bad({
      finding: `Node.js is ${node}; sdops needs ${oldest} or newer`,
      cure: [`nvm install ${oldest}`],
    })
  },
}
