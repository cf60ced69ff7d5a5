import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { parseDryActivation } from "../../../../src/deploy/plan/dry-activation.ts"
import { tryActivation } from "../../../../src/deploy/plan/try-activation.ts"
import { probe } from "../../../../src/host/probe/probe.ts"
import { shellOf } from "../../../host/rehearsed/machine.ts"
import { isWhole } from "../../../standins/nixpkgs/libraries.ts"
import type { LabHost } from "../../host.ts"
import { test as labTest } from "../../test.ts"
import type { Change, Fate, Said } from "./change.ts"
import { fateOf, look } from "./fates.ts"
import { ofDependents } from "./of-dependents.ts"
import { ofOthers } from "./of-others.ts"
import { ofServices } from "./of-services.ts"
import { buildSystems } from "./systems.ts"

const changes: Readonly<Record<string, Change>> = {
  ...ofDependents,
  ...ofOthers,
  ...ofServices,
}
const rows = Object.values(changes)
const units = rows.map(({ unit }) => unit)
const services = units.filter((unit) => unit.endsWith(".service"))

/** What was said of each unit before a switch, and became of it. */
type Told = {
  readonly exit: number
  /** What the switch has said. */
  readonly output: string
  readonly fates: ReadonlyMap<string, Fate>
  readonly said: ReadonlyMap<string, Said>
  /** Services that had a process. */
  readonly ran: readonly string[]
  /** Those of which sdops said that they lose it. */
  readonly touched: readonly string[]
}

async function switched(host: LabHost, to: string): Promise<Told> {
  const prepare = rows.flatMap(({ before = [] }) => before)
  await host.exec(prepare.join("\n"))
  const shell = shellOf(host)
  const facts = await probe(shell, { units: services })
  const before = await look(host, units)
  const driver = { do: "nothing" } as const
  const asked = { driver, facts, goal: "test", shell } as const
  const { candidate, lines } = await tryActivation(to, asked)
  const dry = parseDryActivation(lines.join("\n"))
  const { exit, stderr } = await host.exec(
    ["systemd-run", "--wait", "--pipe", "--collect", "--quiet"].concat([
      `${to}/bin/switch-to-configuration`,
      "test",
    ]),
    { deadline: 120 },
  )
  const after = await look(host, units)
  const words = ["reload", "restart", "stop", "start"] as const
  const saidOf = (unit: string): Said =>
    words.find((word) => dry[word].includes(unit)) ?? "nothing"
  const at = (moments: typeof before, unit: string) =>
    moments.get(unit) ?? { active: false, invocation: "", reloaded: "" }
  return {
    exit,
    fates: new Map(
      units.map((unit) => [unit, fateOf(at(before, unit), at(after, unit))]),
    ),
    output: stderr,
    ran: services.filter((unit) => before.get(unit)?.active),
    said: new Map(units.map((unit) => [unit, saidOf(unit)])),
    touched: candidate.touched,
  }
}

/** Evaluating all of nixpkgs takes minutes on a machine that is busy. */
const timeout = 900_000

const test = labTest.skipIf(!isWhole())

test(
  "what is said before a switch from one NixOS to another is what happens",
  { timeout },
  async ({ launchHost }) => {
    const host = await launchHost({ kind: "nixos" })
    const file = join(import.meta.dirname, "..", "configuration.nix")
    const configuration = await readFile(file, "utf8")
    const { first, second } = await buildSystems(host, configuration, rows)
    await host.exec([`${first}/bin/switch-to-configuration`, "test"])
    for (const [way, to] of [second, first].entries()) {
      const { exit, fates, output, ran, said, touched } = await switched(
        host,
        to,
      )
      const wanted = Object.entries(changes).map(
        ([name, { becomes, says }]) => [
          name,
          { becomes: becomes[way], says: says[way] },
        ],
      )
      const found = Object.entries(changes).map(([name, { unit }]) => [
        name,
        { becomes: fates.get(unit), says: said.get(unit) },
      ])
      expect.soft(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted))
      const lost = ran.filter((unit) =>
        ["restarted", "stopped"].includes(fates.get(unit) ?? ""),
      )
      // What sdops says, whose queues it then waits for.
      expect.soft(touched).toEqual(lost.toSorted())
      expect.soft(exit, output).toBe(0)
    }
  },
)
