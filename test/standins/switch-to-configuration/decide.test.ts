import { expect, test } from "vitest"
import { decideUnits } from "./decide.ts"
import { decideMounts, parseFstab } from "./fstab.ts"
import { perlRules } from "./perl/rules.ts"
import { leftOver, shown, type Plan } from "./plan.ts"
import { caseFacts } from "./replay/case-facts.ts"
import { recordedCases, type RecordedCase } from "./replay/recorded-case.ts"
import { rustRules } from "./rust/rules.ts"

/** What only shows on a host: lists, refusals, what activation asks for. */
const elsewhere =
  /^(activation-lists|display|no-sysinit|leftover|mask|reload-of-stopped|signal|dbus|sshd)/

const all = (["perl", "rust"] as const).flatMap(recordedCases)
const cases = all.filter(
  ({ name, action, exit, stderr }) =>
    !elsewhere.test(name) &&
    ["dry-activate", "switch", "test"].includes(action) &&
    [0, 2, 3, 4].includes(exit ?? -1) &&
    /activat/.test(stderr),
)

test("enough recordings are left to compare with", () => {
  expect(cases.length).toBeGreaterThan(200)
})

test.each(cases.map((one) => [`${one.program} ${one.name}`, one] as const))(
  "decides as recorded: %s",
  (_name, one) => {
    expect(decided(one)).toEqual(recorded(one))
  },
)

function decided(one: RecordedCase) {
  const plan = leftOver({
    "reload-list": [],
    "restart-list": [],
    "start-list": [],
  })
  const rules = one.program === "perl" ? perlRules : rustRules
  decideUnits(caseFacts(one), plan, rules, false)
  const [current = "", next = ""] = [one.A.fstab, one.B.fstab]
  decideMounts(parseFstab(current), parseFstab(next), plan, rules)
  return lines(plan)
}

function lines(plan: Plan): Record<string, string> {
  const sets = {
    reload: plan.reload,
    restart: plan.restart,
    skip: plan.skip,
    start: plan.start,
    stop: plan.stop,
  }
  return Object.fromEntries(
    Object.entries(sets)
      .map(([what, names]) => [what, shown(plan, names).sort().join(", ")])
      .filter(([, names]) => names !== ""),
  )
}

function recorded({ stderr }: RecordedCase): Record<string, string> {
  const words = {
    reload: /^(?:reloading|would reload) the following units: (.*)$/m,
    restart: /^(?:restarting|would restart) the following units: (.*)$/m,
    skip: /^(?:NOT restarting|would NOT stop) the .* changed units: (.*)$/m,
    start: /^(?:starting|would start) the following units: (.*)$/m,
    stop: /^(?:stopping|would stop) the following units: (.*)$/m,
  }
  return Object.fromEntries(
    Object.entries(words)
      .map(([what, pattern]) => [what, pattern.exec(stderr)?.[1] ?? ""])
      .filter(([, names]) => names !== ""),
  )
}
