import { expect, test } from "vitest"
import { pipeline } from "../../src/deploy/pipeline.ts"
import { build } from "../../src/deploy/stages/build.ts"
import { connect } from "../../src/deploy/stages/connect.ts"
import { lock } from "../../src/deploy/stages/lock.ts"
import { plan } from "../../src/deploy/stages/plan.ts"
import { probeAhead } from "../../src/deploy/stages/probe-ahead.ts"
import { probe } from "../../src/deploy/stages/probe.ts"
import { push } from "../../src/deploy/stages/push.ts"
import { report } from "../../src/deploy/stages/report.ts"

/* What doesn't compile is a test of the types: `npm run check -- types`. */

const looked = pipeline.add(connect).add(probe)
const planned = pipeline.add(connect).add(probeAhead).add(push).add(plan)

test("stages come in the order in which they were added", () => {
  const names = planned
    .add(build)
    .add(lock)
    .list.map(({ name }) => name)
  const order = ["connect", "probe", "push", "plan", "build", "lock"]
  expect(names).toEqual(order)
})

test("a wrong order doesn't compile", () => {
  // @ts-expect-error: the probe needs the link that `connect` adds.
  pipeline.add(probe).add(connect)
  // @ts-expect-error: the lock needs the candidate that `build` adds.
  planned.add(lock).add(build)
})

test("an order that misses a stage doesn't compile", () => {
  // @ts-expect-error: nothing has evaluated.
  looked.add(push).add(build)
  // @ts-expect-error: there is no verdict to report.
  planned.add(build).add(lock).add(report)
})

test("a stage that is given more than it needs compiles", () => {
  expect(planned.add({ ...build, title: "Build it" }).list).toHaveLength(5)
})

test("after them there is what they add, and no more", () => {
  type After = NonNullable<(typeof looked)["reached"]>
  const shell = ({ link }: After) => link.shell
  // @ts-expect-error: none of these stages pushes.
  const source = (after: After): string => after.source
  expect([shell, source]).toHaveLength(2)
})
