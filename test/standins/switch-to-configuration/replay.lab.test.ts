import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { test as base } from "../../lab/test.ts"
import type { Program } from "./program.ts"
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
  /^(lock-file-left|signal-term-at-once|simple-dies-at-once)/,
  // A socket fails if its service's job, in the same call, ran first.
  /^socket-not-socket-activated/,
  // Which of two restarts is asked for first is random.
  /^activation-lists-flags/,
  // systemctl adds a warning here; Node reopens closed streams.
  /^(daemon-reload-fails|stderr-closed|stdout-closed)/,
]

/** What the two programs do differently; SDOPS_ALL_RECORDINGS=1 plays all. */
const differing =
  /^(activation-(fails-and-(reload|u)|lists$)|auto-restart-exec|bad-action|boot-loader-(fails|with)|both-dead-pipe$|check-fails-test|exec-missing-changed|leftover-reload-inactive|lock-held-test|logind|no-check-check|os-release-(debian$|missing)|pipe-dies|reload-of-stopped)/

/** What both do. */
const common =
  /^(activation-(exits|prints)|boot$|display|dropin|empty-path|exec-changed-switch|failed-before-(not|wanted)|fstab-options$|init-interface-test|leftover-lists$|lock-inherited|mask-(control|runtime)-changed|parallel|reload-if-changed$|reload-triggers-changed|requires-changed-not|restart-if-changed-false$|signal-(hup|term-then-old)|socket-activated-changed-active|stop-if-changed-false$|systemd-package-changed$|target-stop|template-changed|transient-unit$|unchanged-(dry|test)|unit-(added-wanted$|removed$|stopped))/

const all = process.env["SDOPS_ALL_RECORDINGS"] === "1"

function replayed(program: Program): readonly RecordedCase[] {
  return recordedCases(program).filter(
    ({ name }) =>
      !elsewhere.some((one) => one.test(name)) &&
      // Whether it is seen to fail is a race, which the Perl one won.
      !(program === "perl" && name === "auto-restart-exec-failing") &&
      (all ||
        differing.test(name) ||
        (program === "rust" && common.test(name))),
  )
}

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

describe.for(["rust", "perl"] as const)("the %s program", (program) => {
  test.for(replayed(program).map((one) => [one.name, one] as const))(
    "does what it was recorded doing: %s",
    async ([, one], { play }) => {
      expect(outcome(one, await play(one))).toEqual(expected(one))
    },
  )
})
