import { appendFile } from "node:fs/promises"
import { kindFrom } from "../lab/kind.ts"
import { test as labTest } from "../lab/test.ts"
import { type End, isEnd } from "./cell.ts"
import { covering, whole } from "./covering.ts"
import { makePlace, type Place } from "./place.ts"
import { runCell, type Seen } from "./run-cell.ts"
import { type FaultName, table } from "./table.ts"

/** Faults after which no one hears of the other: deadlines end it. */
const cutOff = /^controller killed|cut for good|^sshd dead/

/** As many hosts as cells that run at once, each for one cell at a time. */
const test = labTest.extend("places", { scope: "file" }, ({ launchHost }) => {
  const free: Place[] = []
  return {
    give: (place: Place) => void free.push(place),
    take: async () => free.pop() ?? makePlace(await launchHost()),
  }
})

const chosen = kindFrom(process.env) === "nixos" ? covering : whole
const cells = chosen.map(([stage, fault]) => ({
  end: table[fault][stage],
  fault,
  stage,
}))

test.concurrent.for(cells)(
  "$stage: $fault",
  async ({ end, fault, stage }, { expect, places }) => {
    if (!isEnd(end)) throw new Error(`${stage}: ${fault}: ${end.because}`)
    const place = await places.take()
    const began = performance.now()
    const looked = runCell(place, stage, fault, waitsIn(fault, end))
    const seen = await looked.catch((error: Error) => error)
    const good = !(seen instanceof Error) && isAs(seen, end)
    const took = ((performance.now() - began) / 1000).toFixed(1)
    const said = good ? "as stated" : JSON.stringify(seen, words)
    await log(`${stage}: ${fault}: ${said} (${took} s)`)
    // What another cell has left would be taken for the next one's.
    if (good) places.give(place)
    else await place.host.down()
    if (seen instanceof Error) throw seen
    if (!good) expect(seen, seen.why).toMatchObject(end)
  },
)

function waitsIn(fault: FaultName, { verdict }: End) {
  if (!cutOff.test(fault)) return "both go on"
  return verdict === "committed" ? "sdops in vain" : "host in vain"
}

function isAs(seen: Seen, end: End): boolean {
  const keys = Object.keys(end) as readonly (keyof End)[]
  return keys.every((key) => end[key].split(" or ").includes(seen[key]))
}

/** An error has its message only where it is asked for. */
function words(_: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value
}

/** A line for a cell, in the log of a soak. */
async function log(line: string): Promise<void> {
  const file = process.env["SDOPS_SOAK_LOG"]
  if (file !== undefined) await appendFile(file, `${line}\n`)
}
