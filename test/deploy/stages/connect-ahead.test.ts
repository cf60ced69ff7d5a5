import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { expect, test } from "vitest"
import type { Goal } from "../../../src/deploy/goal.ts"
import type { SharedSite } from "../../../src/deploy/site/site.ts"
import type { StageContext } from "../../../src/deploy/stage.ts"
import { stagesFor } from "../../../src/deploy/stages.ts"
import { asFailure } from "../../../src/inventory/as-failure.ts"
import type { Fleet } from "../../../src/inventory/fleet.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { inventoryHost } from "../facts.ts"

const hostKey =
  "ssh-ed25519 " +
  "AAAAC3NzaC1lZDI1NTE5AAAAIKrkYp0XcGnZxWzVvFqvv8cUsVlS0fIPdQXeBiuBGr9B"

type Seen = {
  /** What has happened, in order. */
  readonly order: readonly string[]
  /** The code that the stage ended with; the host is none after all. */
  readonly code: string
}

/**
 * Runs the first stage towards a goal. The host answers its connection once the
 * site has been asked what it must be, or never.
 */
async function begun(
  goal: Goal,
  lacks: readonly "hostKey"[] = [],
  site: () => Promise<void> = async () => {},
): Promise<Seen> {
  const order: string[] = []
  const asked = Promise.withResolvers<void>()
  const last = goal === "push" ? "site opened" : "site evaluates"
  const note = (what: string) => {
    order.push(what)
    if (what === last) asked.resolve()
  }
  await using server = await listening(async (socket) => {
    note("host dialled")
    await asked.promise
    note("host answers")
    socket.destroy()
  })
  const name = "lithium"
  const host = inventoryHost({
    address: "127.0.0.1",
    buildOn: "neon",
    ...(!lacks.includes("hostKey") && { hostKey }),
    port: server.port,
  })
  const shared = {
    evaluated: async () => {
      note("site evaluates")
      await site()
    },
  }
  const sites = {
    done: () => {},
    of: async () => {
      note("site opened")
      return shared as unknown as SharedSite
    },
    [Symbol.asyncDispose]: async () => {},
  }
  const { signal } = new AbortController()
  await using resources = new AsyncDisposableStack()
  const context = {
    environment: { ...process.env, SDOPS_SSH_CONFIG: "/dev/null" },
    host: name,
    limits: { ...limitsFrom({}), connect: 3 },
    resources,
    signal,
    stage: "connect",
  } as unknown as StageContext
  const [first] = stagesFor({ engine: "sdops", goal }).list
  const input = { allowHeavyBuilds: false, engine: "sdops", goal } as const
  const given = { fleet: {} as Fleet, host, input, sites }
  const code = await first?.run(given, context).then(
    () => "none",
    (error) => asFailure(error, host, "connect", signal).code,
  )
  return { code: code ?? "no stage", order }
}

async function listening(work: (socket: Socket) => Promise<void>) {
  const server = createServer((socket) => void work(socket))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

const evaluating = [
  "boot",
  "build",
  "dry-activate",
  "plan",
  "stage",
  "switch",
  "test",
] as const

test.each(evaluating)(
  "towards %s a build site evaluates before the host has answered",
  async (goal) => {
    const { code, order } = await begun(goal)
    expect(code).toBe("SDOPS_UNREACHABLE")
    expect(order.toSorted()).toEqual([
      "host answers",
      "host dialled",
      "site evaluates",
      "site opened",
    ])
    expect(order.at(-1)).toBe("host answers")
  },
)

test("what is only pushed has its site opened, not evaluated", async () => {
  const { order } = await begun("push")
  expect(order).toContain("site opened")
  expect(order).not.toContain("site evaluates")
  expect(order.at(-1)).toBe("host answers")
})

test("a site's failure is no failure of the connection", async () => {
  const failing = () => Promise.reject(new Error("neon is gone"))
  const { code, order } = await begun("plan", [], failing)
  expect(code).toBe("SDOPS_UNREACHABLE")
  expect(order.at(-1)).toBe("host answers")
})

test("a host that isn't whole has nobody asked", async () => {
  const { code, order } = await begun("plan", ["hostKey"])
  expect(code).toBe("SDOPS_HOST_INCOMPLETE")
  expect(order).toEqual([])
})
