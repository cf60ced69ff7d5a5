import { expect, test } from "vitest"
import heavy from "../../nix/data/heavy-packages.json" with { type: "json" }
import { goldenHosts } from "./golden-hosts.ts"
import lacking from "./golden-lacks.json" with { type: "json" }

const rows = Object.entries(lacking.hosts)

test("each golden host has its row of what caches lack", () => {
  const hosts = [...Object.keys(goldenHosts), "lithium"]
  expect(rows.map(([name]) => name)).toEqual(hosts.toSorted())
})

test.each(rows)("nothing heavy is among what caches lack for %s", (_, row) => {
  const names = heavy.packages.map(({ name }) => name)
  for (const name of row.compiled) expect(names).not.toContain(name)
})
