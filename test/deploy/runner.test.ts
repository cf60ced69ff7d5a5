import { expect, test } from "vitest"
import type { Context } from "../../src/context.ts"
import type { DeployEvent } from "../../src/deploy/event.ts"
import { runStages } from "../../src/deploy/runner.ts"
import type { AnyStage } from "../../src/deploy/pipeline.ts"
import { fail } from "../../src/errors/fail.ts"
import { inventoryHost } from "./facts.ts"

const beginning = { host: inventoryHost({}) } as never

/** A stage that does that, by one of the names that there are. */
function stage(name: AnyStage["name"], run: AnyStage["run"]): AnyStage {
  return { name, run, title: `the ${name}` }
}

/** Runs stages; what they told, and how they ended. */
async function ran(list: readonly AnyStage[], signal?: AbortSignal) {
  const told: string[] = []
  const context = {
    emit: ({ event, ...rest }: DeployEvent) => {
      told.push(`${event} ${"stage" in rest ? rest.stage : ""}`)
    },
    environment: {},
    limits: {},
    signal: signal ?? new AbortController().signal,
  } as unknown as Context<DeployEvent>
  await using resources = new AsyncDisposableStack()
  const outcome = await runStages({ list }, beginning, context, resources)
  return { outcome, told }
}

const adds = (added: object) => async () => ({ adds: added })

test("stages run in order, each with what those before it added", async () => {
  const seen: unknown[] = []
  const { outcome, told } = await ran([
    stage("connect", adds({ source: "/tree" })),
    stage("probe", async ({ source }) => {
      seen.push(source)
      return { adds: { config: "a" }, text: "quick" }
    }),
  ])
  expect(seen).toEqual(["/tree"])
  expect(outcome).toMatchObject({
    how: "complete",
    reached: { config: "a", source: "/tree" },
    reports: [
      { outcome: "done", stage: "connect" },
      { outcome: "done", stage: "probe", text: "quick" },
    ],
  })
  expect(told).toEqual([
    "started connect",
    "done connect",
    "started probe",
    "done probe",
  ])
})

test("the first failure ends it, with host and stage", async () => {
  const { outcome, told } = await ran([
    stage("connect", async () => {
      throw fail("connectionLost", { after: 3, during: "login" })
    }),
    stage("probe", () => expect.unreachable("it had failed")),
  ])
  expect(outcome).toMatchObject({
    error: { host: "lithium", kind: "connectionLost", stage: "connect" },
    how: "failed",
    reports: [{ outcome: "failed", stage: "connect" }],
  })
  expect(told.at(-1)).toBe("failed connect")
})

test("what a stage keeps holds although it fails", async () => {
  const { outcome } = await ran([
    stage("lock", async (_given, { keep }) => {
      keep({ source: "/kept" })
      throw new Error("x")
    }),
  ])
  expect(outcome).toMatchObject({
    error: { code: "SDOPS_BUG" },
    reached: { source: "/kept" },
  })
})

test("a stage may end it before the goal", async () => {
  const { outcome } = await ran([
    stage("plan", async () => ({ adds: {}, ends: "unchanged" })),
    stage("build", () => expect.unreachable("nothing is left to do")),
  ])
  expect(outcome).toMatchObject({ how: "ended", verdict: "unchanged" })
})

test("Ctrl-C before a stage begins it no more", async () => {
  const stopping = new AbortController()
  const { outcome } = await ran(
    [
      stage("connect", async () => {
        stopping.abort()
        return { adds: {} }
      }),
      stage("probe", () => expect.unreachable("it was stopped")),
    ],
    stopping.signal,
  )
  expect(outcome).toMatchObject({
    error: { kind: "interrupted", stage: "probe" },
    how: "failed",
  })
})
