import { describe, expect, test } from "vitest"
import type { Deployment } from "../../../src/deploy/deployment.ts"
import { overLinks } from "../../../src/deploy/gate/over-links.ts"
import { proveCandidate } from "../../../src/deploy/gate/prove-candidate.ts"
import type { StageContext } from "../../../src/deploy/stage.ts"
import { fail } from "../../../src/errors/fail.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { inventoryHost } from "../facts.ts"
import { fakeLink, type Step, supervisedAt } from "../fake-shell.ts"

const host = inventoryHost({})
const lost = fail("connectionLost", { after: 4, during: "a signal" })
const away = fail("unreachable", {
  address: "lithium.lan",
  login: "lithium.lan",
  port: 22,
  reason: "timed out",
})

function contextOf(contact = "5", connect = "5") {
  const resources = new AsyncDisposableStack()
  const said: string[] = []
  const context = {
    limits: limitsFrom({
      SDOPS_LIMIT_CONNECT: connect,
      SDOPS_LIMIT_CONTACT: contact,
    }),
    output: () => {},
    resources,
    say: (text: string) => void said.push(text),
    signal: new AbortController().signal,
  } as unknown as StageContext
  return { context, resources, said }
}

/** Links in turn; an error is a host that isn't reached. */
function reaching(...links: readonly unknown[]) {
  const left = [...links]
  return async () => {
    const next = left.shift()
    if (next instanceof Error) throw next
    return next as ReturnType<typeof fakeLink>
  }
}

describe("work over a link", () => {
  test.for([lost, away])("goes on over another after $kind", async (error) => {
    const { context, said } = contextOf()
    const [first, next] = [fakeLink({}), fakeLink({})]
    const worked = await overLinks(
      { first, host },
      context,
      async (link) => {
        if (link === first) throw error
        return link
      },
      reaching(away, next),
    )
    expect(worked).toBe(next)
    expect(said).toEqual(["the connection broke; connecting again"])
  })

  test("begins with another where the first never opened", async () => {
    const first = Promise.reject(away)
    first.catch(() => {})
    const next = fakeLink({})
    const { context } = contextOf()
    const work = async (link: unknown) => link
    const worked = overLinks({ first, host }, context, work, reaching(next))
    expect(await worked).toBe(next)
  })

  test("that fails by itself is not tried again", async () => {
    const { context } = contextOf()
    const work = () => Promise.reject(new Error("black"))
    const failure = overLinks({ first: fakeLink({}), host }, context, work)
    await expect(failure).rejects.toThrow("black")
  })

  test("fails with the loss where nobody answers in time", async () => {
    const { context } = contextOf("0.5")
    const work = () => Promise.reject(lost)
    const reach = () => Promise.reject(away)
    const first = fakeLink({})
    const failure = overLinks({ first, host }, context, work, reach)
    await expect(failure).rejects.toBe(lost)
  })

  const dead = { ...fakeLink({}).shell, run: () => Promise.reject(lost) }
  test.for([
    ["lives: its sshd is gone", fakeLink({}), lost],
    ["is gone, too: it may be the network", { ...fakeLink({}), shell: dead }],
  ] as const)("waits less while an older link %s", async ([, older, error]) => {
    const { context } = contextOf("5", "0.5")
    const [first, next] = [fakeLink({}), fakeLink({})]
    const work = async (link: unknown) => {
      if (link === first) throw lost
      return link
    }
    const reach = reaching(away, away, next)
    const worked = overLinks({ first, host, older }, context, work, reach)
    expect(await worked.catch((thrown: unknown) => thrown)).toBe(error ?? next)
  })

  test("lets go of every other one with the deployment", async () => {
    let closed = 0
    const links = [1, 2].map(() => fakeLink({}, () => (closed += 1)))
    const { context, resources } = contextOf()
    let left = 2
    const work = async () => {
      left -= 1
      if (left >= 0) throw lost
    }
    const first = fakeLink({})
    await overLinks({ first, host }, context, work, reaching(...links))
    await resources.disposeAsync()
    expect(closed).toBe(2)
  })
})

/** Proves a candidate without apps; its first link breaks during something. */
async function proven(breaks: string, answer: string, end: Step = {}) {
  const { context } = contextOf()
  const tasks: string[] = []
  const gating = { phase: "contact", state: "gating" }
  const follows = "following the deployment"
  const first = fakeLink({
    onTask(during) {
      if (during !== follows) tasks.push(during)
      if (during === breaks) throw lost
    },
    records: [gating],
  })
  const next = fakeLink({
    answer,
    onTask: (during) => {
      if (during.startsWith("the signal")) tasks.push(`again ${during}`)
    },
    records: [gating, ...(Object.keys(end).length > 0 ? [end] : [])],
  })
  const given = {
    evaluation: { host: { apps: [] } },
    fleet: {},
    host,
    supervised: supervisedAt(),
  } as unknown as Deployment
  const found = {}
  const work = (link: ReturnType<typeof fakeLink>) =>
    proveCandidate(given, link, found, context)
  const made = overLinks({ first, host }, context, work, reaching(next))
  return { made: await made.catch((error: Error) => error), tasks }
}

const signals = { ack: "the signal acknowledge", contact: "the signal contact" }

describe("a proof whose connection breaks", () => {
  test("in contact makes contact again", async () => {
    const { made, tasks } = await proven(signals.contact, "accepted")
    expect(made).toMatchObject({ everyAppMadeOne: false })
    expect(tasks).toEqual([
      signals.contact,
      `again ${signals.contact}`,
      `again ${signals.ack}`,
    ])
  })

  test.for(["accepted", "over"])(
    "in the acknowledgement gives that again: %s",
    async (answer) => {
      const { made, tasks } = await proven(signals.ack, answer)
      expect(made).toMatchObject({ everyAppMadeOne: false })
      const all = [signals.contact, signals.ack, `again ${signals.ack}`]
      expect(tasks.filter((task) => task.includes("signal"))).toEqual(all)
    },
  )

  test.for(["over", "rebooted"])(
    "and whose host is back from it (%s) is told its reason",
    async (answer) => {
      const end = { cause: "no-contact", state: "rolled-back" }
      const { made } = await proven(signals.contact, answer, end)
      expect(made).toMatchObject({ kind: "contactLost" })
    },
  )
})
