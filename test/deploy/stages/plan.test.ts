import { expect, test } from "vitest"
import type { StageContext } from "../../../src/deploy/stage.ts"
import { plan } from "../../../src/deploy/stages/plan.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import type { Link } from "../../../src/host/open-link.ts"
import type { Fleet } from "../../../src/inventory/fleet.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { dialFromHere, serving } from "../../nix/cache/http-caches.ts"
import { hostFacts, inventoryHost, store } from "../facts.ts"

const system = `${store("system")}.drv`
const torch = store("torch")
const evaluation = {
  host: {
    apps: [
      {
        folders: ["/srv/comfyui"],
        name: "comfyui",
        port: 8188,
        unit: "comfyui.service",
        user: "comfyui",
      },
    ],
    driver: { version: null },
    gpu: { vendor: "nvidia" },
    kernel: store("linux-6.12"),
    name: "lithium",
  },
  system,
  toplevel: store("nixos-system-lithium-new"),
}
/** A system that takes torch, which isn't in the store. */
const graph = [
  `${system} g x86_64-linux`,
  `> out i ${evaluation.toplevel}`,
  "< 1 out",
  `${torch}.drv - x86_64-linux`,
  `> out i ${torch}`,
]

test("a host is looked at while caches are asked", async () => {
  const hostAsked = Promise.withResolvers<void>()
  const cacheAsked = Promise.withResolvers<void>()
  // Each answers only once the other was asked.
  await using cache = await serving(async (response, { url }) => {
    if (url === "/nix-cache-info") return response.end("StoreDir: /nix/store\n")
    cacheAsked.resolve()
    await hostAsked.promise
    response.writeHead(404).end()
  })
  const asked: string[] = []
  const limits = limitsFrom({})
  const shell: HostShell = {
    host: "lithium",
    limits,
    async run({ during }) {
      asked.push(during)
      hostAsked.resolve()
      await cacheAsked.promise
      return { exit: 1, signal: undefined, stderr: "no", stdout: "" }
    },
  }
  const connection = { client: "node-ssh", tcp: dialFromHere }
  const link = { connection, shell } as unknown as Link
  const evaluated = {
    exit: 0,
    graph: graph.join("\n"),
    json: JSON.stringify(evaluation),
    settings: `substituters = ${cache.url}`,
    stderr: "",
  }
  const planned = plan.run(
    {
      ahead: {
        asking: Promise.resolve(),
        evaluated: Promise.resolve(evaluated),
      },
      config: "",
      facts: hostFacts({}),
      fleet: { builders: {}, caches: [], root: "/" } as unknown as Fleet,
      host: inventoryHost({}),
      input: { allowHeavyBuilds: true, engine: "sdops", goal: "plan" },
      link,
      site: { name: "host", shared: undefined, shell },
      source: "/nix/store/source",
    } as unknown as Parameters<typeof plan.run>[0],
    {
      limits,
      say: () => {},
      signal: new AbortController().signal,
    } as unknown as StageContext,
  )
  await expect(planned).rejects.toMatchObject({ code: "SDOPS_HOST_SCRIPT" })
  expect(asked[0]).toBe("looking at the apps' folders")
})
