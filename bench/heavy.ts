import type { DeployEvent } from "../src/deploy/event.ts"
import { generateKeyPair } from "../src/nix/cache/signing-key.ts"
import { setCaches } from "../test/e2e/caches.ts"
import { withSlowTorch } from "../test/e2e/donor.ts"
import { sdops } from "../test/e2e/sdops.ts"
import { type LabFleet, makeFleet } from "../test/lab/fleet.ts"
import { httpCache } from "../test/lab/http-cache.ts"
import { launch } from "../test/lab/launch.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, row } from "./benchmark.ts"

const runs = 3

/**
 * On a rehearsal host: how soon after the evaluation a deployment is refused
 * that would compile a torch of 60 s, by what its caches are.
 */
export const heavy: Benchmark = {
  name: "heavy",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using fleet = await makeFleet([host], withSlowTorch([host]))
    await using cache = await httpCache(lab)
    const key = generateKeyPair("rehearsal-1").public
    const cases = [
      ["no cache", []],
      ["an empty cache", [{ key, url: cache.url }]],
      ["a dead cache", [{ key, url: `http://${lab.net}.1:9` }]],
    ] as const
    const peer = { name: "allowed", values: [3] }
    const rows = []
    for (const [name, caches] of cases) {
      await setCaches(fleet, caches)
      const times: number[] = []
      for (let turn = 0; turn < runs; turn += 1) {
        times.push(await refusal(fleet, host.name))
      }
      rows.push(row(`evaluated to refused, ${name}`, times, peer, "s"))
    }
    return rows
  },
}

/** Seconds from the evaluation's end to the refusal. */
async function refusal(fleet: LabFleet, host: string): Promise<number> {
  const words = ["deploy", host, "--yes", "--events"]
  const { stdout } = await sdops(fleet, words)
  const lines = stdout.trimEnd().split("\n")
  const events = lines.map((line) => JSON.parse(line) as DeployEvent)
  const evaluated = events.find(
    (event) =>
      event.event === "progress" &&
      event.text === "looking at what would be built",
  )
  const refused = events.find(({ event }) => event === "failed")
  if (refused?.event !== "failed" || refused.code !== "SDOPS_HEAVY_BUILD") {
    throw new Error(stdout)
  }
  return (Date.parse(refused.at) - Date.parse(evaluated?.at ?? "")) / 1000
}
