import { appendFile } from "node:fs/promises"
import { expect } from "vitest"
import { test as labTest } from "../lab/test.ts"
import { type End, isEnd, type Stage } from "./cell.ts"
import { chosenCells } from "./covering.ts"
import { makePlace } from "./place.ts"
import { runCell, type Seen } from "./run-cell.ts"
import { type FaultName, table } from "./table.ts"

/** Faults after which no one hears of the other: deadlines end it. */
const cutOff = /^controller killed|cut for good|^sshd dead/

/**
 * Registers the chosen cells of some stages, one after the other on one host.
 * Each is a line of the log that SDOPS_SOAK_LOG names.
 */
export function testCells(...stages: readonly Stage[]): void {
  const test = labTest.extend("place", { scope: "file" }, ({ host }) =>
    makePlace(host),
  )
  const chosen = chosenCells(process.env)
    .filter(([stage]) => stages.includes(stage))
    .map(([stage, fault]) => ({ end: table[fault][stage], fault, stage }))
  test.for(chosen)("$stage: $fault", async (cell, { place }) => {
    const { end, fault, stage } = cell
    if (!isEnd(end)) throw new Error(`${stage}: ${fault}: ${end.because}`)
    const began = performance.now()
    const looked = runCell(place, stage, fault, waitsIn(fault, end))
    const seen = await looked.catch((error: Error) => error)
    const good = !(seen instanceof Error) && isAs(seen, end)
    const took = ((performance.now() - began) / 1000).toFixed(1)
    const said = good ? "as stated" : JSON.stringify(seen, words)
    await log(`${stage}: ${fault}: ${said} (${took} s)`)
    if (seen instanceof Error) throw seen
    if (!good) expect(seen, seen.why).toMatchObject(end)
  })
}

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

async function log(line: string): Promise<void> {
  const file = process.env["SDOPS_SOAK_LOG"]
  if (file !== undefined) await appendFile(file, `${line}\n`)
}
