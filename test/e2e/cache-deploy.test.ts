import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { cachePushed, keyMade } from "../../src/caches/result.ts"
import { generateKeyPair } from "../../src/nix/cache/signing-key.ts"
import { makeFleet } from "../lab/fleet.ts"
import { httpCache } from "../lab/http-cache.ts"
import { test } from "../lab/test.ts"
import { cacheCheckOf, setCaches } from "./caches.ts"
import { makeDonor, withSlowTorch } from "./donor.ts"
import { deployed, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"
import { deployWith } from "./watched.ts"
import { builtPaths, expectError, untouched } from "./untouched.ts"

const heavyCode = "SDOPS_HEAVY_BUILD"
const listTorch = "ls -d /nix/store/*-torch-2* | grep -vE '[.](drv|lock)$'"

test("torch comes from a signed cache, or the deployment is refused", async ({
  launchHost,
}) => {
  const [donor, host] = await Promise.all([launchHost(), launchHost()])
  await using fleet = await makeFleet(
    [donor, host],
    withSlowTorch([donor, host]),
  )
  await using cache = await httpCache(host.lab)
  await makeDonor(fleet, donor)

  const file = join(fleet.root, "cache.secret")
  const generated = await sdops(fleet, [
    "cache",
    "keygen",
    "rehearsal-1",
    "--out",
    file,
    "--json",
  ])
  const made = keyMade.parse(JSON.parse(generated.stdout))
  const right = { key: made.key, url: cache.url }
  const before = await builtPaths(host)
  const refused = (environment = {}) =>
    untouched(host, () => deployed(fleet, host.name, [], { environment }))

  // Nobody has it.
  const bare = await refused()
  expectError(bare, { code: heavyCode, exit: "refused", stage: "guard" })
  expect(bare.error?.because.at(-1)).toBe("the host has no cache to ask")

  // A cache that has nothing yet, which the host's Nix now remembers.
  await setCaches(fleet, [right])
  const empty = await refused()
  expectError(empty, { code: heavyCode, exit: "refused", stage: "guard" })
  expect(empty.error?.because.join()).toContain(`${cache.url} has 0 of`)
  const lacking = await cacheCheckOf(fleet, [host.name])
  expect(lacking["exit-code"]).toBe(1)
  expect(lacking.hosts[0]?.["would-compile"].join()).toContain("torch 2.")

  const push = ["cache", "push", donor.name, "--built", "--json"]
  const to = ["--to", cache.url, "--key-file", `file:${file}`]
  const pushing = await sdops(fleet, [...push, ...to])
  const pushed = cachePushed.parse(JSON.parse(pushing.stdout))
  expect(pushed.key).toBe(made.key)
  expect(pushed.heavy.join()).toContain("torch 2.")
  expect(pushed.paths).toBeGreaterThan(20)

  // It has torch, but who signed it isn't who is trusted.
  const wrong = { code: "SDOPS_CACHE_UNTRUSTED", stage: "guard" } as const
  const other = generateKeyPair("other-1").public
  await setCaches(fleet, [{ ...right, key: other }])
  const foreign = await refused()
  expectError(foreign, { ...wrong, exit: "refused" })
  expect(foreign.error?.message).toMatch(/^torch 2\..* would be compiled/)
  expect(foreign.error?.because.join()).toMatch(
    /has .*torch.*, but signed by rehearsal-1, which is not trusted/,
  )
  const unfit = await cacheCheckOf(fleet, [host.name])
  expect(unfit.hosts[0]?.caches[0]).toMatchObject({ has: 0, outcome: "bad" })
  expect(unfit.hosts[0]?.caches[0]?.untrusted).not.toEqual([])

  // A cache that is down is said, and nothing is compiled instead of it.
  const dead = { ...right, url: `http://${host.lab.net}.1:9` }
  await setCaches(fleet, [dead])
  const down = await refused()
  expectError(down, { code: heavyCode, exit: "refused", stage: "guard" })
  expect(down.error?.because.join()).toContain(`can't ask ${dead.url}`)
  expect(down.plan?.["unusable-caches"].join()).toContain(dead.url)
  expect(await builtPaths(host)).toEqual(before)
  const fetched = cache.requests.filter((it) => it.startsWith("GET /nar/"))
  expect(fetched).toEqual([])

  // The deployment that introduces the cache uses it.
  await setCaches(fleet, [])
  const add = ["cache", "add", cache.url, "--key", made.key, "--yes"]
  expect((await sdops(fleet, add)).exit).toBe(0)
  const text = await readFile(join(fleet.root, "hosts/fleet.yaml"), "utf8")
  expect(text).toContain(made.key)
  const good = await cacheCheckOf(fleet, [host.name])
  expect(good.hosts[0]).toMatchObject({ outcome: "ok", "would-compile": [] })

  // It goes down after the plan: still nothing is compiled instead.
  const moment = { stage: "guard" } as const
  const lost = await deployWith(fleet, host.name, moment, () => cache.stop())
  expect(lost.result).toMatchObject({ stage: "build", verdict: "failed" })
  expect(lost.result?.error?.code).toBe("SDOPS_CACHE_UNREACHABLE")
  expect(lost.result?.error?.message).toContain(cache.url)
  expect((await host.exec(listTorch)).stdout).toBe("")
  await cache.start()

  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(result.plan?.heavy).toEqual([])
  await serves(host)
  const nix = "nix --extra-experimental-features nix-command"
  const info = await host.exec(`${nix} path-info --json $(${listTorch})`)
  expect(info.stdout).toContain("rehearsal-1:")
  expect(info.stdout).toContain('"ultimate":false')
  const settings = await host.exec(["cat", "/etc/nix/nix.conf"])
  expect(settings.stdout).toContain(cache.url)
  expect(settings.stdout).toContain(made.key)
  const { built = [], fetched: had = [] } = result.sources ?? {}
  expect(built.filter(({ heavy }) => heavy)).toEqual([])
  const torch = had.filter(({ name }) => name.includes("-torch-"))
  expect(torch.map(({ from }) => from)).toEqual([cache.url])
})
