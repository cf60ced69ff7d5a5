import { always, bad, type Check, ok } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

/** The oldest that package.json's `engines` allows. */
const oldest = 24

export const node: Check<ControlSight> = {
  id: "control/node",
  looksAt: "the version of Node.js",
  means: "sdops needs features of newer versions",
  appliesTo: always,
  judge({ node }) {
    if (Number(node.split(".")[0]) >= oldest) return ok(`Node.js ${node}`)
    return bad({
      finding: `Node.js is ${node}; sdops needs ${oldest} or newer`,
      cure: [`nvm install ${oldest}`],
    })
  },
}
