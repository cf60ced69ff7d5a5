import { expect, test } from "vitest"
import { eachHost } from "../../src/deploy/each-host.ts"
import type { HostResult } from "../../src/deploy/outcome/result.ts"
import type { Fleet } from "../../src/inventory/fleet.ts"
import { inventoryHost } from "./facts.ts"

const named = (name: string) => inventoryHost({ address: `${name}.lan`, name })

/** A fleet whose `forge` builds for the others and whose `depot` is a cache. */
const fleet = {
  builders: { forge: { address: "forge.lan" } },
  caches: [{ url: "http://depot.lan:5000" }],
} as unknown as Fleet

async function order(
  names: readonly string[],
  looks = false,
): Promise<readonly string[]> {
  const said: string[] = []
  const work = async (_: Fleet, { name: host }: { readonly name: string }) => {
    said.push(`${host} begins`)
    await new Promise(setImmediate)
    said.push(`${host} ends`)
    return { host, verdict: "committed" } as unknown as HostResult
  }
  const hosts = names.map(named)
  const all = { fleet, hosts, looks, parallel: 4 }
  const result = await eachHost(work, all, {} as never)
  expect(result.hosts.map(({ host }) => host)).toEqual(names)
  return said
}

test("a builder and a cache of the fleet come last, each alone", async () => {
  expect(await order(["depot", "forge", "helium", "lithium"])).toEqual([
    "helium begins",
    "lithium begins",
    "helium ends",
    "lithium ends",
    "depot begins",
    "depot ends",
    "forge begins",
    "forge ends",
  ])
})

test("one that nobody else waits for is simply deployed", async () => {
  expect(await order(["forge"])).toEqual(["forge begins", "forge ends"])
  expect(await order([])).toEqual([])
})

test("hosts that are only looked at go side by side", async () => {
  expect(await order(["forge", "helium"], true)).toEqual([
    "forge begins",
    "helium begins",
    "forge ends",
    "helium ends",
  ])
})
