import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { runIn, shells } from "../local-shell.ts"

const part = readFileSync(
  join(import.meta.dirname, "../../../nix/modules/quiet-hours.sh"),
  "utf8",
)

/** Hours, a time, and whether it lies in them. */
const rows = [
  ["", "12:00", true],
  ["22:00-06:00", "22:00", true],
  ["22:00-06:00", "23:59", true],
  ["22:00-06:00", "00:00", true],
  ["22:00-06:00", "05:59", true],
  ["22:00-06:00", "06:00", false],
  ["22:00-06:00", "08:09", false],
  ["22:00-06:00", "21:59", false],
  ["08:00-09:30", "07:59", false],
  ["08:00-09:30", "08:00", true],
  ["08:00-09:30", "09:29", true],
  ["08:00-09:30", "09:30", false],
  ["00:00-23:59", "00:00", true],
] as const

test.for(shells)("%s: an hour is quiet or not", async (shell) => {
  const asks = rows.map(
    ([hours, time]) =>
      `date() { echo ${time.replace(":", "")}; }
      if in_hours '${hours}'; then echo true; else echo false; fi`,
  )
  const ran = await runIn(shell, `set -eu\n${part}\n${asks.join("\n")}\n`)
  expect(ran.stdout.trim().split("\n")).toEqual(
    rows.map(([, , quiet]) => String(quiet)),
  )
})
