import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { test as base } from "../../lab/test.ts"
import { expected, outcome } from "./replay/differences.ts"
import { hostScript } from "./replay/host-script.ts"
import { parsePlayed, type Played } from "./replay/played.ts"
import { recordedCases, type RecordedCase } from "./replay/recorded-case.ts"

/** What can't be repeated here, and why. */
const elsewhere = [
  // The recording's own ssh client, session or second user.
  /^(client-dies|sshd-|second-user)/,
  // Restarting the bus leaves this host without logind.
  /^dbus-changed/,
  // A race in the recording, and what its order of cases left behind.
  /^(lock-file-left|simple-dies-at-once)/,
  // systemctl adds a warning here; Node reopens closed streams.
  /^(daemon-reload-fails|stderr-closed|stdout-closed)/,
]

/** One of each kind; SDOPS_ALL_RECORDINGS=1 plays all. */
const kinds =
  /^(activation-(exits|fails-and-u|lists$|prints)|bad-action|boot$|boot-loader-fails|both-dead|check-fails-(check|test)|display|dropin|empty-path|exec-(changed-switch|missing-new$)|failed-before-(not|wanted)|fstab-options|init-interface-(switch|test)|leftover-lists|lock-held-(check|test)|lock-inherited|logind|mask-(control|runtime)|no-check-check|os-release-debian$|parallel|reload-(if|triggers-changed)|requires-changed-not|restart-if-changed-false|signal-(hup|term-at-once|term-then-old)|socket-activated-changed-active|stop-if-changed-false$|systemd-package|target-stop|template-changed|transient-unit$|unchanged|unit-(added-wanted|removed$|stopped))/

const all = process.env["SDOPS_ALL_RECORDINGS"] === "1"
const cases = recordedCases().filter(
  ({ name }) =>
    !elsewhere.some((one) => one.test(name)) && (all || kinds.test(name)),
)

type Play = (one: RecordedCase) => Promise<Played>

const test = base.extend(
  "play",
  { scope: "file" },
  async ({ host }): Promise<Play> => {
    const bash = ["systemd-run", "--quiet", "--wait", "--pipe", "--collect"]
    const run = (input: string) =>
      host.exec([...bash, "/bin/bash", "-s"], { deadline: 60, input })
    const prepare = join(import.meta.dirname, "replay/prepare.sh")
    const ready = await run(readFileSync(prepare, "utf8"))
    expect(ready).toMatchObject({ exit: 0 })
    return async (one) => parsePlayed((await run(hostScript(one))).stdout)
  },
)

describe("the stand-in does what the real one was recorded doing", () => {
  test.for(cases.map((one) => [one.name, one] as const))(
    "%s",
    async ([, one], { play }) => {
      expect(outcome(one, await play(one))).toEqual(expected(one))
    },
  )
})
