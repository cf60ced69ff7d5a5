import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { approve, atContact, begin } from "./rehearsed/deploy.ts"
import { on, systemsOf, until } from "./rehearsed/machine.ts"

test.for([
  ["1", "failed", "activation-refused"],
  ["2", "rolled-back", "activation-failed"],
  ["3", "rolled-back", "activation-failed"],
  ["100", "failed", "needs-reboot"],
  ["255", "failed", "activation-refused"],
] as const)("exit %s of activation ends as %s", async (row, { host }) => {
  const [code, state, cause] = row
  const behaviour = `[ $action != test ] || exit ${code}`
  const made = { behaviour, name: `exits-${code}` }
  const { before, order } = await begin(host, made)
  expect(await approve(host, order)).toMatchObject({
    "activation-exit": code,
    cause,
    state,
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("an activation that died half-way is turned back", async ({ host }) => {
  // As when logind doesn't answer: 1, though everything has moved.
  const behaviour =
    "[ $action != test ] || " +
    "{ systemctl stop app.service; ln -sfn $out /run/current-system; exit 1; }"
  const { before, order } = await begin(host, { behaviour, name: "half" })
  expect(await approve(host, order)).toMatchObject({
    cause: "activation-failed",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
  expect(await on(host, "systemctl is-active app.service")).toBe("active")
})

test("a disk that fills up doesn't keep the old system away", async ({
  host,
}) => {
  const limits = { contact: 4 }
  const { before, order } = await begin(host, { name: "good" }, { limits })
  await atContact(host, order)
  await on(host, "cat /dev/zero >/nix/fill 2>/dev/null || true")
  const end = await until(host, order.id)
  await on(host, "rm -f /nix/fill")
  expect(end).toMatchObject({ cause: "no-contact", state: "rolled-back" })
  expect(await systemsOf(host)).toEqual(before)
})
