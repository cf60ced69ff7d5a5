import { describe, expect, test } from "vitest"
import { noteOn } from "../../src/caches/known.ts"
import { cacheUrl } from "../../src/inventory/schema/cache-url.ts"
import { plainUrl } from "../../src/nix/plain-url.ts"
import { problemsOf } from "./make-fleet.ts"

const said = (url: string) => cacheUrl.safeParse(url).error?.issues[0]?.message

describe("a name or page of a cache is told as its URL", () => {
  const cuda = "https://cuda-maintainers.cachix.org"
  test.each([
    ["cuda-maintainers", cuda],
    ["cuda-maintainers.cachix.org", cuda],
    ["https://app.cachix.org/cache/cuda-maintainers", cuda],
    ["https://app.cachix.org/cache/cuda-maintainers#pull", cuda],
    ["app.cachix.org/cache/cuda-maintainers", cuda],
    ["https://www.cachix.org/cuda-maintainers", cuda],
    ["cache.nixos-cuda.org", "https://cache.nixos-cuda.org"],
    ["cache.lan:5000", "https://cache.lan:5000"],
  ])("%s", (written, url) => {
    expect(said(written)).toBe(`the cache's URL: ${url}`)
    expect(said(url)).toBeUndefined()
  })
})

test.each([
  "https://cache.nixos-cuda.org",
  "https://nix-community.cachix.org?priority=41",
  "HTTPS://Cache.lan",
  "s3://cache?profile=ada&region=eu-central-1",
  "s3://cache?secret-key=/root/cache.secret",
  "ssh-ng://ada@cache.lan",
  "file:///srv/cache",
])("%s is a cache's URL", (url) => {
  expect(said(url)).toBeUndefined()
})

test("a login in the fleet's file is refused, and never repeated", async () => {
  const key = "a-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="
  const url = "https://ada:hunter2@cache.lan"
  const [problem = ""] = await problemsOf({
    "hosts/fleet.yaml": `caches: [{key: "${key}", url: "${url}"}]\n`,
  })
  expect(problem).toContain("expected a URL without a password")
  expect(problem).toContain("https://[redacted]@cache.lan")
  expect(problem).not.toContain("hunter2")
})

test.each([
  ["https://Cache.NixOS-CUDA.org/", "https://cache.nixos-cuda.org"],
  ["https://cache.lan:443/a?priority=1", "https://cache.lan/a"],
  ["http://cache.lan:80", "http://cache.lan"],
  ["http://cache.lan:8080/", "http://cache.lan:8080"],
  ["https://cache.lan/Attic", "https://cache.lan/Attic"],
  ["file:///srv/Cache/", "file:///srv/Cache"],
])("%s is the cache %s", (written, plain) => {
  expect(plainUrl(written)).toBe(plain)
})

test("a known cache's note is told, however its URL is written", () => {
  expect(noteOn("https://CUDA-maintainers.cachix.org/").note).toContain(
    "use https://cache.nixos-cuda.org",
  )
  expect(noteOn("https://cache.lan")).toEqual({})
})
