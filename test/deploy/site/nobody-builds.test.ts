import { expect, test } from "vitest"
import { nobodyBuilds } from "../../../src/deploy/site/nobody-builds.ts"
import { refused } from "../../../src/deploy/plan/refused.ts"
import type { Survey } from "../../../src/deploy/survey/survey.ts"
import { siteOf } from "../../../src/nix/build-plan/site.ts"
import { inventoryHost } from "../facts.ts"
import { nodeOf, surveyOf } from "../surveys.ts"

const host = inventoryHost({ buildOn: "control" })
const planOf = ({ built }: Survey) => ({
  build: built.map(({ drv }) => drv),
  builders: { first: [], machines: [], notes: [] },
})
const linux = "system = x86_64-linux\nextra-platforms = i686-linux\n"
const mac = "system = aarch64-darwin\nextra-platforms = x86_64-darwin\n"

test.each([
  ["max-jobs = 0", ["nobody-builds"]],
  ["max-jobs = 0\nmachines = yes", []],
  ["max-jobs = 0\nbuilders = ssh://neon", []],
  ["max-jobs = auto", []],
  [linux, []],
  [`${linux}max-jobs = 0`, ["nobody-builds"]],
  ["system = aarch64-linux", ["foreign"]],
  ["system = aarch64-linux\nextra-platforms = x86_64-linux", []],
  ["system = aarch64-linux\nmachines = yes", []],
  // A Mac builds nothing for Linux by itself.
  [mac, ["foreign"]],
  [`${mac}builders = @/etc/nix/machines`, ["foreign"]],
  [`${mac}builders = ssh-ng://linux-builder x86_64-linux`, []],
])("a build site whose Nix has %j is refused as %j", (nix, refusals) => {
  const told = surveyOf("x")
  const site = { ...told.site, ...siteOf(nix, undefined) }
  const kinds = (survey: Survey) =>
    nobodyBuilds(planOf(survey), { host, survey }).map(({ what }) => what)
  expect(kinds({ ...told, site })).toEqual(refusals)
  expect(kinds({ ...told, built: [], site })).toEqual([])
  // A download is built by whoever wants it.
  const builtin = [nodeOf("x", { system: "builtin" })]
  if (!nix.includes("max-jobs = 0"))
    expect(kinds({ ...told, built: builtin, site })).toEqual([])
})

test("a build site of another platform is named, with what helps", () => {
  const told = surveyOf("x")
  const site = { ...told.site, systems: ["aarch64-darwin"] }
  const survey = { ...told, site }
  const refusals = nobodyBuilds(planOf(survey), { host, survey })
  const { code, help, message } = refused({ heavy: [], refusals }, host)
  expect(code).toBe("SDOPS_FOREIGN_SYSTEM")
  expect(message).toBe(
    "Nix on control doesn't build for x86_64-linux, and has no builder",
  )
  expect(help[0]).toMatch(/^build-on: host /)
})
