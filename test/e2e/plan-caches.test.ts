import type { ServerResponse } from "node:http"
import { describe, expect } from "vitest"
import { generateKeyPair } from "../../src/nix/cache/signing-key.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { httpCache, type HttpCache } from "../lab/http-cache.ts"
import { putPath } from "../lab/put-path.ts"
import { test } from "../lab/test.ts"
import { endless, narinfo, path as other } from "../nix/cache/http-caches.ts"
import { setCaches } from "./caches.ts"
import { withSlowTorch } from "./donor.ts"
import { deployed } from "./sdops.ts"
import { untouched } from "./untouched.ts"

const key = generateKeyPair("rehearsal-1")
const heavyName =
  "-(python3[0-9.]*-)?(magma|nccl|torch|torchaudio|torchvision|triton)-[0-9][0-9.-]*"

/** Limits that a poisoned cache runs into soon. */
const environment = {
  SDOPS_LIMIT_CACHE: "4",
  SDOPS_LIMIT_CACHE_SILENCE: "2",
}

/** The heavy paths of a system to be, once it was evaluated. */
async function heavyOutputs(
  host: LabHost,
  candidate = "",
): Promise<readonly string[]> {
  const found = await host.exec(`
    for drv in $(ls -d /nix/store/*-nixos-system-*.drv); do
      [ "$(nix-store -q --outputs "$drv")" != ${candidate} ] ||
        nix-store -q --outputs $(nix-store -qR "$drv" |
          grep -E -- '${heavyName}[.]drv$')
    done`)
  const paths = found.stdout.trim().split("\n")
  if (!paths.some((path) => path.includes("torch"))) throw new Error("no torch")
  return paths
}

const plan = (fleet: LabFleet, host: LabHost) =>
  untouched(host, () =>
    deployed(fleet, host.name, ["--dry-run"], { environment }),
  )

/** Adds lines to a host's nix.conf for a while. */
async function withNix(
  host: LabHost,
  lines: string,
  work: () => Promise<void>,
) {
  const conf = "/etc/nix/nix.conf"
  const text = (await host.exec(["cat", conf])).stdout
  const input = `${text}\n${lines}\n`
  const link = (await host.exec(["readlink", conf])).stdout.trim()
  await host.exec(`rm ${conf}; cat >${conf}`, { input })
  await host.exec("systemctl restart nix-daemon.service || true")
  try {
    await work()
  } finally {
    await host.exec(
      link === "" ? `cat >${conf}` : `rm ${conf}; ln -s ${link} ${conf}`,
      { input: text },
    )
    await host.exec("systemctl restart nix-daemon.service || true")
  }
}

const cacheOf = (url: string) => ({ key: key.public, url })

describe("what caches have", () => {
  test("a plan knows what Nix' dry run doesn't", async ({ host }) => {
    await using fleet = await makeFleet([host], withSlowTorch([host]))
    await using cache = await httpCache(host.lab)
    await setCaches(fleet, [cacheOf(cache.url)])

    const empty = await plan(fleet, host)
    expect(empty.plan?.heavy.join()).toContain("torch")
    expect(empty.plan?.fetch).toEqual({ bytes: 0, from: [], paths: 0 })

    // Nix itself remembers now that the cache has nothing.
    const paths = await heavyOutputs(host, empty.plan?.candidate)
    const ask = `nix --extra-experimental-features nix-command path-info`
    await host.exec(`${ask} --store ${cache.url} ${paths.join(" ")} || true`)
    for (const path of paths) putPath(cache, path, { key })
    const full = await plan(fleet, host)
    expect(full.error).toBeUndefined()
    expect(full.plan?.heavy).toEqual([])
    expect(full.plan?.fetch.paths).toBeGreaterThan(0)
    const sizes = paths.map(
      (path) => cache.files.get(`/nar/${path.slice(11, 43)}.nar`)?.length ?? 0,
    )
    expect(full.plan?.fetch.bytes).toBeLessThanOrEqual(
      sizes.reduce((a, b) => a + b),
    )

    // Its files alone, which only Nix there can ask.
    await host.exec("mkdir -p /srv/cache/nar")
    for (const [name, input] of cache.files) {
      await host.exec(`cat >/srv/cache${name}`, {
        input: input.toString("latin1"),
      })
    }
    await setCaches(fleet, [cacheOf("file:///srv/cache")])
    expect((await plan(fleet, host)).plan?.heavy).toEqual([])

    // Behind a login, by the host's own netrc.
    cache.poison.by = (response, { headers }) => {
      const login = `Basic ${Buffer.from("ada:secret").toString("base64")}`
      if (headers.authorization === login) return false
      response.writeHead(401, { "www-authenticate": "Basic" }).end()
      return true
    }
    await setCaches(fleet, [cacheOf(cache.url)])
    const shut = await plan(fleet, host)
    expect(shut.plan?.["unusable-caches"].join()).toContain(cache.url)
    expect(shut.plan?.heavy.join()).toContain("torch")
    const netrc = `machine ${host.lab.net}.1 login ada password secret`
    await host.exec("cat >/etc/nix/netrc", { input: netrc })
    await withNix(host, "netrc-file = /etc/nix/netrc", async () => {
      const open = await plan(fleet, host)
      expect(open.plan?.["unusable-caches"]).toEqual([])
      expect(open.plan?.heavy).toEqual([])
    })
    cache.poison.by = () => false
  })

  test("poison is named, and nothing of it is installed", async ({ host }) => {
    await using fleet = await makeFleet([host], withSlowTorch([host]))
    await using cache = await httpCache(host.lab)
    await setCaches(fleet, [cacheOf(cache.url)])
    const before = await plan(fleet, host)
    const paths = await heavyOutputs(host, before.plan?.candidate)
    for (const path of paths) putPath(cache, path, { key })

    for (const [problem, answer] of poisons) {
      cache.poison.by = (response, { url = "" }) => {
        if (!url.endsWith(".narinfo")) return false
        answer(response)
        return true
      }
      const { error, plan: made } = await plan(fleet, host)
      expect(error?.code, problem).toBe("SDOPS_HEAVY_BUILD")
      const named = new RegExp(`${cache.url}:? ${problem}`)
      expect(made?.["unusable-caches"].join(), problem).toMatch(named)
    }
    cache.poison.by = () => false
    const torches = paths.filter((path) => path.includes("-torch-"))
    expect(torches).toHaveLength(1)
    for (const spoil of spoilt) {
      for (const path of paths) putPath(cache, path, { key })
      cache.poison.by = () => false
      for (const path of torches) {
        spoil(
          cache,
          `/nar/${path.slice("/nix/store/".length).slice(0, 32)}.nar`,
        )
      }
      const { error } = await untouched(host, () =>
        deployed(fleet, host.name, [], { environment }),
      )
      const code = "SDOPS_CACHE_UNREACHABLE"
      expect(error, String(spoil)).toMatchObject({ code, stage: "build" })
      expect(error?.message).toContain(cache.url)
      for (const path of torches) {
        expect(
          (await host.exec(["nix-store", "--check-validity", path])).exit,
        ).not.toBe(0)
      }
    }
  })
})

const poisons: readonly [string, (response: ServerResponse) => void][] = [
  ["HTTP 500", (it) => it.writeHead(500).end()],
  ["it doesn't answer", () => {}],
  ["its answer has no end", (it) => endless(it, "x".repeat(65_536))],
  [
    "answers for \\S+ with another path",
    (it) => it.end(narinfo(other("xterm"))),
  ],
]

type Spoil = (cache: HttpCache, nar: string) => void

const spoilt: readonly Spoil[] = [
  ({ files }, nar) => files.set(nar, Buffer.from("no archive")),
  // As long as it was, but not the same.
  ({ files }, nar) => {
    const text = (files.get(nar) as Buffer).toString("latin1")
    files.set(nar, Buffer.from(text.replace("torch", "horse"), "latin1"))
  },
  ({ files }, nar) => files.delete(nar),
  ({ files }, nar) =>
    files.set(nar, (files.get(nar) as Buffer).subarray(0, 60)),
  // Its answer never comes.
  (cache, nar) => {
    const { by } = cache.poison
    cache.poison.by = (response, request) =>
      request.url === nar || by(response, request)
  },
  // It never ends: a file of a terabyte, by its own word.
  (cache, nar) => {
    const head = Buffer.from((cache.files.get(nar) as Buffer).subarray(0, 96))
    const size = head.indexOf("contents") + "contents".length
    head.writeBigUInt64LE(2n ** 40n, size)
    const { by } = cache.poison
    cache.poison.by = (response, request) => {
      if (request.url !== nar) return by(response, request)
      response.write(head.subarray(0, size + 8))
      endless(response, "x".repeat(65_536))
      return true
    }
  },
]
