import { expect, test } from "vitest"
import { sharedSite } from "../../../src/deploy/site/shared-site.ts"
import type { HostShell, ShellTask } from "../../../src/host/shell.ts"
import type { Link } from "../../../src/host/open-link.ts"
import type { Fleet } from "../../../src/inventory/fleet.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { store } from "../facts.ts"

/** A site that answers nothing, and keeps what it was asked. */
function site() {
  const asked: ShellTask[] = []
  const limits = limitsFrom({})
  const shell: HostShell = {
    host: "neon",
    limits,
    run(task) {
      asked.push(task)
      return Promise.resolve({
        exit: 0,
        signal: undefined,
        stderr: "",
        stdout: "",
      })
    },
  }
  const given = {
    fleet: {} as Fleet,
    hosts: ["a", "b"],
    input: { goal: "plan" as const },
    link: { shell } as Link,
    machine: undefined,
    name: "neon",
  }
  return { asked, shared: sharedSite(given, { limits }) }
}

test("what a site has is asked once for hosts that want the same", async () => {
  const { asked, shared } = site()
  const roots = [store("glibc"), store("torch")]
  await Promise.all([
    shared.held(roots),
    shared.held(roots.toReversed()),
    shared.held([store("glibc")]),
  ])
  expect(asked.map(({ variables }) => variables["roots"])).toEqual([
    roots.join(" "),
    store("glibc"),
  ])
})
