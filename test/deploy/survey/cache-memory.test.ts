import { expect, test } from "vitest"
import { cacheMemory } from "../../../src/deploy/survey/cache-memory.ts"
import { surveyBuild } from "../../../src/deploy/survey/survey.ts"
import type { Link } from "../../../src/host/open-link.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { dialFromHere, serving } from "../../nix/cache/http-caches.ts"
import { store } from "../facts.ts"

/** A system that takes these packages, of which its store has none. */
function graphOf(host: string, packages: readonly string[]): string {
  const system = `${store(host)}.drv`
  const parts = packages.flatMap((name) => [
    `${store(name)}.drv - x86_64-linux`,
    `> out i ${store(name)}`,
  ])
  const inputs = packages.map((_, at) => `< ${at + 1} out`)
  const top = [`${system} g x86_64-linux`, `> out i ${store(`${host}-out`)}`]
  return [...top, ...inputs, ...parts].join("\n")
}

test("ten hosts ask a cache as much as one of them would", async () => {
  const asked: string[] = []
  await using cache = await serving((response, { url = "" }) => {
    asked.push(url)
    if (url === "/nix-cache-info") response.end("StoreDir: /nix/store\n")
    else response.writeHead(404).end()
  })
  const connection = { client: "node-ssh", tcp: dialFromHere }
  const link = { connection, shell: {} } as unknown as Link
  const memory = cacheMemory()
  const { signal } = new AbortController()
  const context = { limits: limitsFrom({}), say: () => {}, signal }
  const surveyed = (host: string, ...packages: string[]) =>
    surveyBuild(
      { config: "", link, memory },
      {
        graph: graphOf(host, packages),
        ownSettings: undefined,
        settings: `substituters = ${cache.url}`,
        system: `${store(host)}.drv`,
        toplevel: store(`${host}-out`),
      },
      context,
    )
  const names = Array.from({ length: 10 }, (_, at) => `host-${at}`)
  const all = names.map((name) => surveyed(name, "torch", "numpy"))
  for (const { built, caches } of await Promise.all(all)) {
    expect(built).toHaveLength(3)
    expect(caches[0]?.problem).toBeUndefined()
  }
  expect(asked.toSorted()).toHaveLength(3)
  // What only one of them needs is asked for then.
  await surveyed("other", "torch", "xformers")
  expect(asked).toHaveLength(4)
})

test("what a cache has said is judged once for all who trust the same", () => {
  let judged = 0
  const info = {
    downloadSize: undefined,
    narHash: undefined,
    narSize: 1,
    path: store("torch"),
    references: [],
    get signatures() {
      judged += 1
      return []
    },
  }
  const memory = cacheMemory()
  const strict = (...keys: string[]) => ({ keys, requireSigs: true })
  for (let host = 0; host < 10; host += 1) {
    const counts = memory.counts(strict("a-1:AAAA"))
    expect([counts("http://a", info), counts("http://a", info)]).toEqual([
      false,
      false,
    ])
  }
  expect(judged).toBe(1)
  // Another's keys, or none, are another judgement.
  memory.counts(strict("b-1:AAAA"))("http://a", info)
  expect(judged).toBe(2)
  const lax = memory.counts({ ...strict("a-1:AAAA"), requireSigs: false })
  expect(lax("http://a", info)).toBe(true)
})
