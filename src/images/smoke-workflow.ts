import { randomInt } from "node:crypto"
import type { Workflow } from "../apps/app.ts"
import type { Image } from "../inventory/images/image.ts"
import { refused } from "../inventory/read/problem.ts"
import { type Changed, compile, seedsIn } from "./compile.ts"
import { offersOf } from "./offers.ts"

/**
 * A declared image as a proof of an app: its seeds are drawn anew each time, so
 * that no cache has the answer. Errors, when it is made: `badInventory` for
 * what the app doesn't have.
 */
export function smokeWorkflow(image: Image): Workflow {
  return async (place, context) => {
    const offers = await offersOf(place, context)
    const { compiled, problems } = compile(image, 0, offers)
    if (problems !== undefined) throw refused(problems)
    const graph = structuredClone(compiled.graph) as Changed
    const seed = randomInt(2 ** 48 - 1)
    for (const { inputs, name } of seedsIn(graph)) inputs[name] = seed
    const { expect } = image.kind === "picture" ? image.picture : image.workflow
    const own = image.kind === "picture" ? image.picture.size : undefined
    const { contrast, seconds, size = own } = expect
    return { contrast, graph, output: compiled.output, seconds, size }
  }
}
