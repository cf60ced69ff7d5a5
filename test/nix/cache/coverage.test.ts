import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import table from "../../../nix/data/heavy-packages.json" with { type: "json" }
import {
  coverageOf,
  infosOf,
  type Trusting,
} from "../../../src/nix/cache/coverage.ts"
import { heavyPattern } from "../../../src/nix/heavy-pattern.ts"

const recording = (name: string) =>
  readFileSync(new URL(`../../fixtures/nix/${name}`, import.meta.url), "utf8")
const url = "http://127.0.0.1:8081"
type Answer = Parameters<typeof infosOf>[0]
const covered = (answer: Answer, lax: Trusting) =>
  coverageOf(answer.url, infosOf(answer), lax)
const trusting = { keys: ["other-1:AAAA"], requireSigs: true }

describe.each(["2.26.3", "2.34.8"])("a cache's answer by Nix %s", (version) => {
  const answer = {
    exit: 0,
    json: recording(`pathinfo-remote.${version}.stdout`),
    stderr: recording(`pathinfo-remote.${version}.stderr`),
    url,
  }

  test("tells missing from untrusted", () => {
    const cache = covered(answer, trusting)
    expect(cache.problem).toBeUndefined()
    expect(cache.missing).toHaveLength(1)
    expect(cache.untrusted.map(({ trust }) => trust)).toEqual([
      { signers: ["lab-1"], trust: "unknown-key" },
    ])
  })

  test("counts what Nix is told to take unsigned", () => {
    const lax = { ...trusting, requireSigs: false }
    expect(covered(answer, lax).trusted).toHaveLength(1)
    const told = { ...answer, url: `${url}?trusted=true` }
    expect(covered(told, trusting).trusted).toHaveLength(1)
    const other = { ...answer, url: `${url}?priority=1` }
    expect(covered(other, trusting).trusted).toEqual([])
  })

  test("a dead cache is told by its reason", () => {
    const stderr = recording(`subst-refused.${version}.stderr`)
    const failed = { exit: 1, json: "", stderr, url }
    expect(covered(failed, trusting).problem).toBeTruthy()
  })
})

test.each([
  [{ exit: 124, json: "" }, "it didn't answer in time"],
  [{ exit: 0, json: "moose" }, "its answer can't be parsed"],
  [{ exit: 3, json: "" }, "nix ended with exit 3"],
])("%j is a problem", (answer, problem) => {
  const cache = covered({ stderr: "", url, ...answer }, trusting)
  expect(cache).toMatchObject({ missing: [], problem, trusted: [] })
})

test("the pattern finds every heavy package, of any interpreter", () => {
  const pattern = new RegExp(heavyPattern(table.packages))
  const hash = "nbd4fdyx0y7zjzmha19sciyifbx3jha0"
  for (const { name } of table.packages) {
    expect(`/nix/store/${hash}-${name}-1.2`).toMatch(pattern)
    expect(`/nix/store/${hash}-python3.13-${name}-1.2-dev`).toMatch(pattern)
  }
  expect(`/nix/store/${hash}-torchsde-0.2`).not.toMatch(pattern)
  expect(`/nix/store/${hash}-torch-doc`).not.toMatch(pattern)
})
