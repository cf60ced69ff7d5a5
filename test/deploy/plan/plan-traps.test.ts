import { expect, test } from "vitest"
import { evaluationSchema } from "../../../src/deploy/plan/evaluation.ts"
import { makePlan } from "../../../src/deploy/plan/make-plan.ts"
import { refused } from "../../../src/deploy/plan/refused.ts"
import type { Survey } from "../../../src/deploy/survey/survey.ts"
import { type CacheSaid, offersIn } from "../../../src/nix/build-plan/said.ts"
import { siteOf } from "../../../src/nix/build-plan/site.ts"
import { walk } from "../../../src/nix/build-plan/walk.ts"
import { countsBy } from "../../../src/nix/cache/coverage.ts"
import { generateKeyPair } from "../../../src/nix/cache/signing-key.ts"
import type { PathInfo } from "../../../src/nix/cache/path-info.ts"
import { hostFacts, inventoryHost, store } from "../facts.ts"
import { nodeOf } from "../surveys.ts"

const url = "http://cache"
const { public: key } = generateKeyPair("rehearsal-1")
const name = "python3.13-torch-2.9.1"
const torch = nodeOf(name)
const unit = nodeOf("unit-comfyui.service", {
  glue: true,
  inputs: [{ names: ["out"], node: torch, tool: false }],
  prefersLocal: true,
})
const graph = [unit, torch]

const settings = (more = "") => `substituters = ${url}
trusted-public-keys = ${key}
${more}`

const infoOf = (one: string, signatures: readonly string[]): PathInfo => ({
  downloadSize: 10,
  narHash: `sha256-${"A".repeat(43)}=`,
  narSize: 20,
  path: store(one),
  references: [],
  signatures,
})

/** A cache that has these, or why it says nothing. */
function cache(has: readonly PathInfo[], more: Partial<CacheSaid> = {}) {
  const paths = [name, "unit-comfyui.service"].map(store)
  return {
    answers: new Map(
      paths.map((path) => [path, has.find((it) => it.path === path)]),
    ),
    others: [],
    priority: 40,
    problem: undefined,
    url,
    ...more,
  } satisfies CacheSaid
}

/** As `surveyBuild` finds it out, of a cache that has answered. */
function survey(
  text: string,
  own: string | undefined,
  said: CacheSaid,
): Survey {
  const site = siteOf(text, own)
  const caches = site.caches.includes(url) ? [said] : []
  const { built, fetched } = walk(graph, offersIn(caches, countsBy(site)), site)
  const lax = offersIn(caches, countsBy({ ...site, requireSigs: false }))
  return {
    built,
    builtIfTrusted: walk(graph, lax, site).built,
    caches,
    fetched,
    runtime: { built, fetched, present: [] },
    site,
  }
}

const unsigned = [infoOf(name, [])]
const wrong = [infoOf(name, [`rehearsal-1:${"A".repeat(86)}==`])]
const foreign = [infoOf(name, [`other-1:${"A".repeat(86)}==`])]
const both = [...unsigned, infoOf("unit-comfyui.service", [])]
const lax = "require-sigs = false\n"
const heavyBuild = "SDOPS_HEAVY_BUILD"
const untrusted = "SDOPS_CACHE_UNTRUSTED"

/**
 * What `nix build --dry-run` is wrong about, or says nothing of: settings (with
 * ours; without, where Nix takes none), what a cache says, and then the error's
 * code, if it is refused; what is built; and the reason.
 */
test.each([
  [
    "nobody has signed it",
    settings(),
    undefined,
    cache(unsigned),
    [untrusted, 2, "it is unsigned"],
  ],
  [
    "it is signed by another key",
    settings(),
    undefined,
    cache(foreign),
    [untrusted, 2, "signed by other-1, which is not trusted"],
  ],
  [
    "its signature is wrong",
    settings(),
    undefined,
    cache(wrong),
    [untrusted, 2, "not from the key trusted as rehearsal-1"],
  ],
  [
    "Nix there wants no signatures",
    settings(lax),
    undefined,
    cache(unsigned),
    ["", 1, ""],
  ],
  [
    "glue is in the cache, and nobody asks for it",
    settings(lax),
    undefined,
    cache(both),
    ["", 1, ""],
  ],
  [
    "glue is asked for, too",
    settings(`${lax}always-allow-substitutes = true\n`),
    undefined,
    cache(both),
    ["", 0, ""],
  ],
  [
    "the cache has nothing",
    settings(),
    undefined,
    cache([]),
    [heavyBuild, 2, "has 0 of 1 heavy paths"],
  ],
  [
    "the cache is down",
    settings(),
    undefined,
    cache([], { problem: "connection refused" }),
    [heavyBuild, 2, "can't ask http://cache: connection refused"],
  ],
  [
    "it is no cache",
    settings(),
    undefined,
    cache([], { problem: "it has no nix-cache-info (HTTP 404)" }),
    [heavyBuild, 2, "it has no nix-cache-info"],
  ],
  [
    "it wants a login",
    settings(),
    undefined,
    cache([], { problem: "it requires a login (HTTP 401)" }),
    [heavyBuild, 2, "it requires a login"],
  ],
  [
    "it answers with another path's narinfo",
    settings(),
    undefined,
    cache([], { others: [store(name)] }),
    [heavyBuild, 2, "has 0 of 1"],
  ],
  [
    "the user isn't trusted, so the fleet's cache is ignored",
    settings(),
    "substituters = https://own\n",
    cache(unsigned),
    [heavyBuild, 2, "can't ask http://cache: Nix there takes no settings"],
  ],
  [
    "Nix there may ask no cache",
    settings("substitute = false\n"),
    undefined,
    cache(unsigned),
    [heavyBuild, 2, "the host has no cache to ask"],
  ],
] as const)("%s", (_, ours, own, said, [code, built, because]) => {
  const plan = planOf(survey(ours, own, said))
  expect(plan.build).toHaveLength(built)
  expect(plan.refusals).toHaveLength(code === "" ? 0 : 1)
  if (code === "") return
  const error = refused(plan, inventoryHost({}))
  expect([error.code, error.exit]).toEqual([code, "refused"])
  expect(error.because.join("\n")).toContain(because)
  expect(error.help).not.toEqual([])
})

test("max-jobs = 0 without a builder is refused, also for a unit file", () => {
  const nix = `${settings(lax)}\nmax-jobs = 0\n`
  const plan = planOf(survey(nix, undefined, cache(unsigned)))
  expect(plan.build).toEqual(["unit-comfyui.service"])
  expect(refused(plan, inventoryHost({})).code).toBe("SDOPS_NOBODY_BUILDS")
})

function planOf(told: Survey) {
  return makePlan({
    evaluation: evaluationSchema.parse({
      host: {
        apps: [],
        driver: { version: null },
        gpu: { vendor: "none" },
        kernel: store("linux-6.12"),
        name: "lithium",
      },
      system: store("nixos-system-lithium-new.drv"),
      toplevel: store("nixos-system-lithium-new"),
    }),
    facts: hostFacts({}),
    host: inventoryHost({}),
    input: { allowHeavyBuilds: false, engine: "sdops", goal: "switch" },
    survey: told,
  })
}
