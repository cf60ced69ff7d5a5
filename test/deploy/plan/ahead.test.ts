import { expect, test } from "vitest"
import { goAhead } from "../../../src/deploy/plan/ahead.ts"
import type { Goal } from "../../../src/deploy/goal.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { loadFleet } from "../../../src/inventory/load.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { leastHost, makeFleet } from "../../inventory/make-fleet.ts"

type Absent = "may-be-pushed" | "unfit"

/** A host without a tree, until it is pushed, or one that has it. */
function machine(absent: Absent | undefined) {
  const asked: string[] = []
  let there = absent === undefined
  const shell: HostShell = {
    host: "x",
    limits: limitsFrom({}),
    run({ beside, during, variables }) {
      expect(beside).toBe(true)
      asked.push(during)
      const pushes = during !== "the evaluation"
      there ||= pushes
      const facts = pushes
        ? {
            present: "0",
            source: `/nix/var/sdops/sources/${variables["hash"]}`,
          }
        : there
          ? { exit: "0", json: "{}" }
          : { absent, exit: "1" }
      const stdout = `${Object.entries(facts).flat().join("\0")}\0`
      return Promise.resolve({ exit: 0, signal: undefined, stderr: "", stdout })
    },
  }
  return { asked, shell }
}

const lock = {
  "hosts/flake.lock": JSON.stringify({
    nodes: {
      nixpkgs: {
        locked: { narHash: "sha256-x", path: "/n", type: "path" },
        original: { path: "/n", type: "path" },
      },
      root: { inputs: { nixpkgs: "nixpkgs" } },
    },
    root: "root",
    version: 7,
  }),
}

async function begun(
  absent: Absent | undefined,
  given: {
    readonly files?: Readonly<Record<string, string>>
    readonly goal?: Goal
    readonly host?: string
  } = {},
) {
  const root = await makeFleet({
    "hosts/fleet.yaml": "inputs: { nixpkgs: 'path:/n' }\n",
    "hosts/x.yaml": given.host ?? leastHost,
    ...(given.files ?? lock),
  })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const { asked, shell } = machine(absent)
  const ahead = goAhead({
    fleet,
    host: fleet.hosts.get("x"),
    input: { goal: given.goal ?? "switch" },
    site: { name: "host", shared: undefined, shell },
  } as unknown as Parameters<typeof goAhead>[0])
  const evaluated = await ahead?.evaluated
  const sent = await ahead?.sent
  return { asked, begun: ahead !== undefined, evaluated, sent }
}

test("a tree that is there is evaluated at once", async () => {
  const ahead = await begun(undefined)
  expect(ahead.asked).toEqual(["the evaluation"])
  expect(ahead.evaluated).toMatchObject({ exit: 0, json: "{}" })
  expect(ahead.sent).toBeUndefined()
})

test("one that isn't is pushed, then evaluated", async () => {
  const ahead = await begun("may-be-pushed")
  expect(ahead.asked).toEqual([
    "the evaluation",
    "pushing the source tree",
    "the evaluation",
  ])
  expect(ahead.evaluated).toMatchObject({ exit: 0 })
  expect(ahead.sent?.source).toMatch(/^\/nix\/var\/sdops\/sources\/\w+$/)
})

test("a machine that isn't NixOS is sent nothing", async () => {
  const ahead = await begun("unfit")
  expect(ahead.asked).toEqual(["the evaluation"])
  expect([ahead.evaluated, ahead.sent]).toEqual([undefined, undefined])
})

test.each([
  ["a fleet without a lock", { files: {} }, true],
  [
    "a host whose sudo wants a password",
    {
      host: `${leastHost}user: ops\nsudo-password: env:X\n`,
    },
    false,
  ],
  ["the goal push", { goal: "push" }, false],
] as const)("nothing is asked ahead of %s", async (_, given, isBegun) => {
  const ahead = await begun(undefined, given)
  expect(ahead).toEqual({
    asked: [],
    begun: isBegun,
    evaluated: undefined,
    sent: undefined,
  })
})
