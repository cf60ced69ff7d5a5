import { describe, expect, test } from "vitest"
import type { Context } from "../../../src/context.ts"
import type { DeployEvent } from "../../../src/deploy/event.ts"
import { endingOf } from "../../../src/deploy/outcome/ending.ts"
import { settle } from "../../../src/deploy/outcome/settle.ts"
import type { Outcome } from "../../../src/deploy/runner.ts"
import { fail } from "../../../src/errors/fail.ts"
import type { SdopsError } from "../../../src/errors/sdops-error.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { inventoryHost } from "../facts.ts"
import { fakeLink, type Script, supervisedAt } from "../fake-shell.ts"

const host = inventoryHost({})
const broken = fail(
  "connectionLost",
  { after: 3, during: "an image" },
  { host: host.name, stage: "gate" },
)

function contextOf(seconds = "0.5") {
  const texts: string[] = []
  const context: Context<DeployEvent> = {
    confirm: () => Promise.reject(new Error("nobody is asked")),
    emit: (event) =>
      void (event.event === "progress" && texts.push(event.text)),
    environment: {},
    limits: limitsFrom({
      SDOPS_LIMIT_CONTACT: seconds,
      SDOPS_LIMIT_GATE: seconds,
    }),
    signal: AbortSignal.abort(),
  }
  return { context, texts }
}

/** Settles with a host that is reached after so many errors. */
async function settled(script: Script, errors: readonly unknown[] = []) {
  const { context, texts } = contextOf("1.6")
  const left = [...errors]
  let closed = 0
  const reach = async () => {
    if (left.length > 0) throw left.shift()
    return fakeLink(script, () => (closed += 1))
  }
  const supervised = supervisedAt()
  const how = await settle(host, supervised, broken, context, reach)
  return { closed, how, supervised, texts }
}

describe("after a failure, the host's last word counts", () => {
  const ends = ["committed", "conflict", "failed", "rolled-back", "stranded"]
  const before = { phase: "contact", state: "gating" }
  test.for(
    ends.flatMap((state) =>
      ["accepted", "over", "rebooted"].map((answer) => ({ answer, state })),
    ),
  )("told $answer, then $state", async ({ answer, state }) => {
    const records = [before, { log: "the end\n", state }]
    const { closed, how } = await settled({ answer, records })
    expect(how).toMatchObject({ how: "ended", record: { state } })
    expect(closed).toBe(1)
  })

  test("one that never began has none", async () => {
    const { how } = await settled({ answer: "never-begun" })
    expect(how).toEqual({ how: "never-begun" })
  })
})

describe("a host that can't be asked", () => {
  const away = fail("unreachable", {
    address: "lithium.lan",
    login: "lithium.lan",
    port: 22,
    reason: "connection refused",
  })
  const shut = fail("authentication", {
    address: "lithium.lan",
    login: "lithium.lan",
    user: "root",
  })

  test("is asked again, and each reason is told once", async () => {
    const records = [{ state: "rolled-back" }]
    const errors = [away, away, shut]
    const { how, texts } = await settled({ records }, errors)
    expect(how).toMatchObject({ record: { state: "rolled-back" } })
    const said = [away, shut].map(({ message }) =>
      expect.stringContaining(message),
    )
    expect(texts).toEqual(said)
  })

  test("until the deadline has the last reason in its error", async () => {
    const { context } = contextOf()
    const reach = () => Promise.reject(shut)
    const supervised = supervisedAt()
    const how = await settle(host, supervised, broken, context, reach)
    expect(how).toMatchObject({ how: "unknown", why: { code: shut.code } })
  })

  test("because of a mistake of ours isn't asked again", async () => {
    const began = performance.now()
    const { how } = await settled({}, [new TypeError("undefined is no host")])
    expect(performance.now() - began).toBeLessThan(900)
    expect(how).toMatchObject({
      how: "unknown",
      why: { kind: "bug", message: expect.stringContaining("no host") },
    })
  })

  test("is stranded, and its error says why nobody knows", async () => {
    const { context } = contextOf()
    // Nothing listens there.
    const nowhere = { ...host, address: "127.0.0.1", port: 1 }
    const outcome = {
      error: broken,
      how: "failed",
      reached: { host: nowhere, supervised: supervisedAt() },
      reports: [],
    } as unknown as Outcome & { readonly error: SdopsError }
    const { error, verdict } = await endingOf(outcome, context)
    expect(verdict).toBe("stranded")
    expect(error?.code).toBe("SDOPS_OUTCOME_UNKNOWN")
    expect(error?.because[0]).toBe(broken.message)
    expect(error?.because.length).toBeGreaterThan(1)
  })
})
