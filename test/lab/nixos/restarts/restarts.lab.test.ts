import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { parseDryActivation } from "../../../../src/deploy/plan/dry-activation.ts"
import { tryActivation } from "../../../../src/deploy/plan/try-activation.ts"
import { probe } from "../../../../src/host/probe/probe.ts"
import { inventoryHost } from "../../../deploy/facts.ts"
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
  const input = { engine: "sdops", goal: "test" } as const
  const asked = {
    driver,
    evaluation: { host: {} },
    facts,
    host: inventoryHost({}),
    input,
    link: { shell },
  }
  const confirm = async () => {}
  const { candidate, lines } = await tryActivation(to, asked, { confirm })
  const dry = parseDryActivation(lines.join("\n"))
  const { exit, stderr } = await host.exec(
    ["systemd-run", "--wait", "--pipe", "--collect", "--quiet"].concat([
      `${to}/bin/switch-to-configuration`,
      "test",
    ]),
    { deadline: 120 },
  )
  const after = await look(host, units)
  const words = ["reload", "restart", "stop", "start", "keep"] as const
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

/** Thirty systems and more are built of all of nixpkgs, and switched to. */
const timeout = 2_400_000

const pairs = 30

/** Those that make another system; the others are of each switch. */
const steps = Object.entries(changes).filter(
  ([, { first, second }]) => first !== second,
)

/** Up to which step each system of a chain has the changes. */
const upTo = Array.from({ length: pairs + 1 }, (_, at) =>
  Math.round((at * steps.length) / pairs),
)

/** The systems of a chain; each has one or two changes more than the last. */
const test = labTest
  .extend("host", { scope: "file" }, ({ launchHost }) =>
    launchHost({ kind: "nixos" }),
  )
  .extend("systems", { scope: "file" }, async ({ host }) => {
    const file = join(import.meta.dirname, "..", "configuration.nix")
    const configuration = await readFile(file, "utf8")
    const always = rows.filter(({ first, second }) => first === second)
    const all = [...steps.map(([, change]) => change), ...always]
    const given = { changes: all, upTo }
    const built = await buildSystems(host, configuration, given)
    expect(new Set(built).size).toBe(pairs + 1)
    await host.exec([`${built[0]}/bin/switch-to-configuration`, "test"])
    return built
  })

/**
 * Switches to a system that differs by these changes, one way: what the dry
 * activation says of each unit, what becomes of it, and what sdops says.
 */
async function expectForetold(
  host: LabHost,
  to: string,
  { differing, way }: { differing: readonly string[]; way: 0 | 1 },
): Promise<void> {
  const { exit, fates, output, ran, said, touched } = await switched(host, to)
  const wanted = Object.entries(changes).map(([name, change]) => {
    const { always = false, becomes, says } = change
    if (!always && !differing.includes(name))
      return [name, { becomes: "kept", says: "nothing" }]
    return [name, { becomes: becomes[way], says: says[way] }]
  })
  const found = Object.entries(changes).map(([name, { unit }]) => [
    name,
    { becomes: fates.get(unit), says: said.get(unit) },
  ])
  expect.soft(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted))
  const lost = ran.filter((unit) =>
    ["restarted", "stopped"].includes(fates.get(unit) ?? ""),
  )
  // A deployment restarts what a switch leaves running though it has changed.
  const left = ran.filter((unit) => said.get(unit) === "keep")
  // What sdops says, whose queues it then waits for.
  expect.soft(touched).toEqual([...lost, ...left].toSorted())
  expect.soft(exit, output).toBe(0)
}

const it = test.skipIf(!isWhole())
const names = steps.map(([name]) => name)

it.for(
  Array.from({ length: pairs }, (_, at) => ({
    at,
    differing: names.slice(upTo[at], upTo[at + 1]),
  })),
)(
  "pair $at of systems ($differing): what was said is what happens",
  { timeout },
  async ({ at, differing }, { host, systems }) => {
    await expectForetold(host, systems[at + 1] ?? "", { differing, way: 0 })
  },
)

it(
  "all of them at once, and back: what was said is what happens",
  { timeout },
  async ({ host, systems }) => {
    const first = systems[0] ?? ""
    await expectForetold(host, first, { differing: names, way: 1 })
  },
)
