import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { buildReader } from "../../src/nix/log/build-events.ts"
import { parseLogLine } from "../../src/nix/log/log-line.ts"
import { progressReader } from "../../src/nix/log/progress.ts"
import { nixFailure } from "../../src/nix/failure/nix-failure.ts"
import type { ProblemKind } from "../../src/nix/failure/problem.ts"
import { causeOf, readProblems } from "../../src/nix/failure/problems.ts"

const folder = new URL("../fixtures/nix/", import.meta.url)
const recording = (file: string) =>
  readFileSync(new URL(file, folder), { encoding: "utf8" })

const exits = new Map(
  recording("README.md")
    .matchAll(/^\| (\S+) \| (\S+) \| (\d+) \|/gm)
    .map(([, name, version, exit]) => [`${name}.${version}`, Number(exit)]),
)

const cases = readdirSync(folder)
  .filter((file) => file.endsWith(".stderr"))
  .map((file) => file.replace(".stderr", ""))

describe.each(cases)("%s", (name) => {
  const stderr = recording(`${name}.stderr`)
  const problems = readProblems(stderr)

  test("is understood", () => {
    expect(exits.get(name)).toBeDefined()
    expect(problems.filter(({ kind }) => kind === "unknown")).toEqual([])
  })

  test("has a cause exactly if Nix failed", () => {
    const errors = problems.filter(({ severity }) => severity === "error")
    const failed = exits.get(name) !== 0
    expect(errors.length > 0).toBe(failed)
    if (failed) expect(causeOf(problems)?.text).not.toBe("")
  })

  test("makes an error that leaves no escape and has evidence", () => {
    if (exits.get(name) === 0) return
    const input = { during: "the build", where: "lithium" }
    const { evidence, message } = nixFailure(stderr, input)
    expect(message).not.toContain("undefined")
    expect([message, ...evidence].join("")).not.toContain("\u001B")
    expect(evidence.length).toBeGreaterThan(0)
  })

  test("tells each derivation once", () => {
    const built: string[] = []
    const read = buildReader((event) => {
      if (event.build === "building") built.push(event.drv)
    })
    const lines = stderr.split("\n").map(parseLogLine)
    for (const line of lines) read(line)
    expect(new Set(built).size).toBe(built.length)
    const { follow, progress } = progressReader()
    for (const line of lines) follow(line, 0)
    expect([...progress.builds.keys()]).toEqual(built)
  })
})

// The cause of every row of the table of failures, the same in both versions.
const causes: Readonly<Record<string, ProblemKind>> = {
  assertion: "evaluation",
  "build-enospc": "disk-full",
  "build-fail": "build-failed",
  "build-fail-json": "build-failed",
  "build-killed": "killed",
  "build-noout": "no-output",
  "builder-disk-full": "disk-full",
  "builder-unreachable": "builder-unreachable",
  "builders-bad-syntax": "bad-builders",
  "copy-from-bad-signature": "unsigned",
  "copy-unsigned": "unsigned",
  "daemon-down": "daemon-down",
  "daemon-down-build": "daemon-down",
  "eval-inf-rec": "evaluation",
  "eval-missing-attr": "evaluation",
  "fod-mismatch": "hash-mismatch",
  "fod-mismatch-json": "hash-mismatch",
  "git-untracked": "input-unavailable",
  "local-disk-full": "disk-full",
  "lock-missing": "lock-outdated",
  "lock-narhash-mismatch": "input-changed",
  "missing-feature": "missing-feature",
  "missing-path-input": "input-unavailable",
  "mod-conflict": "evaluation",
  "nixbuild-exit-fail": "build-failed",
  "no-jobs": "no-jobs",
  "offline-github-input": "input-unavailable",
  "registry-missing": "input-unavailable",
  "remote-fail": "build-failed",
  "remote-fail-json": "build-failed",
  "remote-feature-not-on-builder": "missing-feature",
  sigint: "interrupted",
  "silent-timeout": "timeout",
  "ssh-auth-fail": "login-refused",
  "ssh-hostkey-changed": "host-key",
  "ssh-hostkey-unknown": "host-key",
  "subst-404": "not-a-cache",
  "subst-bad-signature": "unsigned",
  "subst-corrupt-nar": "corrupt-download",
  "subst-dns": "cache-unreachable",
  "subst-nar-404": "corrupt-download",
  "subst-path-not-in-cache": "path-nowhere",
  "subst-refused": "cache-unreachable",
  "subst-refused-json": "cache-unreachable",
  "subst-truncated-nar": "corrupt-download",
  "syntax-error": "evaluation",
  "target-disk-full": "disk-full",
  "target-no-nix": "no-nix",
  "target-unreachable": "store-unreachable",
  timeout: "timeout",
  "unknown-host": "not-provided",
  "untrusted-setting": "untrusted",
  "untrusted-substituter": "untrusted",
  "usage-error": "usage",
  "wrong-system": "wrong-system",
}

describe.each(Object.entries(causes))("the cause of %s", (name, kind) => {
  test.each(["2.26.3", "2.34.8"])(`is ${kind} in %s`, (version) => {
    const stderr = recording(`${name}.${version}.stderr`)
    expect(causeOf(readProblems(stderr))?.kind).toBe(kind)
  })
})
