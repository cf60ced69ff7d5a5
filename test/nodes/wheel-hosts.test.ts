import fc from "fast-check"
import { expect, test } from "vitest"
import {
  hostOf,
  wheelElsewhere,
  wheelHosts,
} from "../../src/nodes/wheel-hosts.ts"
import { asked } from "./wheel-places.ts"

test.for([
  ["https://pypi.org/simple", false, ["files.pythonhosted.org", "pypi.org"]],
  ["http://127.0.0.1:8099/simple", false, ["127.0.0.1"]],
  ["https://PyPI.lan:3141/root/+simple", false, ["pypi.lan"]],
  ["https://[::1]:3141/simple", false, ["[::1]"]],
  ["https://mirror.lan", false, ["mirror.lan"]],
  [
    "https://pypi.org/simple",
    true,
    [
      "download-r2.pytorch.org",
      "download.pytorch.org",
      "files.pythonhosted.org",
      "pypi.nvidia.com",
      "pypi.org",
    ],
  ],
] as const)("%s with torch's index %s has files there", (row) => {
  const [index, torch, hosts] = row
  expect(wheelHosts({ index, more: [], torch })).toEqual(hosts)
})

test("what a person names is added", () => {
  const index = "https://pypi.lan/simple"
  const more = ["files.lan", "pypi.lan"]
  expect(wheelHosts({ index, more, torch: false })).toEqual([
    "files.lan",
    "pypi.lan",
  ])
})

test.for(asked)("a wheel at %s: taken is %s", ([url, taken, requirement]) => {
  const requirements = [requirement ?? "gguf>=0.10"]
  const lock = { nodes: [node(requirements)], wheels: [wheel(url)] }
  const found = wheelElsewhere(lock, ["files.pythonhosted.org", "[::1]"])
  expect(found === undefined).toBe(taken)
})

test("no host is taken for another, however an address is written", () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9.:@/\\?#[\]%-]{0,12}$/)
  fc.assert(
    fc.property(part, part, (before, after) => {
      const url = `https://${before}files.pythonhosted.org${after}/x.whl`
      if (hostOf(url) !== "files.pythonhosted.org") return
      // As those who download read it.
      expect(new URL(url).hostname).toBe("files.pythonhosted.org")
      expect(new URL(url).username).toBe("")
    }),
  )
})

function wheel(url: string) {
  return { hash: "", name: "gguf", url, version: "1", "wanted-by": ["painter"] }
}

function node(requirements: string[]) {
  return { hash: "", name: "painter", requirements, rev: "", url: "" }
}
