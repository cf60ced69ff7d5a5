import { expect, test } from "vitest"
import { judgeHost } from "../../src/caches/judge-host.ts"
import type { AskedCaches } from "../../src/host/caches/ask-caches.ts"

const store = "/nix/store/nbd4fdyx0y7zjzmha19sciyifbx3jha0"
const torch = `${store}-python3.13-torch-2.9.1`
const magma = `${store}-magma-2.9.0`
const key = "cache.lan-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="
const url = "http://cache.lan"
const declared = [{ key, url: `${url}/` }]

const info = { narHash: "", narSize: 1, references: [], signatures: [] }
const answer = (json: object, more: object = {}) => ({
  exit: 0,
  json: JSON.stringify(json),
  stderr: "",
  url,
  ...more,
})

function asked(more: Partial<AskedCaches>): AskedCaches {
  return {
    answers: [],
    asked: [magma, torch],
    keys: [key],
    requireSigs: false,
    valid: [],
    ...more,
  }
}

test("a cache that has everything is all that is needed", () => {
  const answers = [answer({ [magma]: info, [torch]: info })]
  expect(judgeHost(asked({ answers }), declared, false)).toMatchObject({
    caches: [{ declared: true, has: 2, "key-trusted": true, outcome: "ok" }],
    "only-here": [],
    outcome: "ok",
    "would-compile": [],
  })
})

test("what one lacks, another may have", () => {
  const answers = [
    answer({ [magma]: null, [torch]: info }),
    answer({ [magma]: info, [torch]: null }, { url: "http://other" }),
  ]
  const { caches, outcome } = judgeHost(asked({ answers }), declared, false)
  expect(outcome).toBe("ok")
  expect(caches.map(({ missing }) => missing)).toEqual([[magma], [torch]])
  expect(caches.map(({ declared }) => declared)).toEqual([true, false])
})

test("what nobody has is bad, unless it may be compiled", () => {
  const answers = [answer({ [magma]: info, [torch]: null })]
  const seen = (may: boolean) => judgeHost(asked({ answers }), declared, may)
  expect(seen(false)).toMatchObject({
    outcome: "bad",
    "would-compile": ["torch 2.9.1"],
  })
  expect(seen(true).outcome).toBe("warn")
})

test("what the host alone has is a warning", () => {
  const answers = [answer({ [magma]: info, [torch]: null })]
  const one = asked({ answers, valid: [torch] })
  expect(judgeHost(one, declared, false)).toMatchObject({
    "only-here": ["torch 2.9.1"],
    outcome: "warn",
    "would-compile": [],
  })
})

test("a declared cache that is down is bad, another a warning", () => {
  const down = { exit: 124, json: "" }
  const full = answer({ [magma]: info, [torch]: info }, { url: "http://full" })
  const answers = [answer({}, down), full]
  const one = asked({ answers })
  expect(judgeHost(one, declared, false).outcome).toBe("bad")
  expect(judgeHost(one, [], false)).toMatchObject({
    caches: [{ problem: "it didn't answer in time" }, {}],
    outcome: "warn",
  })
})

test("a signature that doesn't count, or a key that isn't trusted", () => {
  const answers = [answer({ [magma]: info, [torch]: info })]
  const strict = asked({ answers, requireSigs: true })
  const [cache] = judgeHost(strict, declared, false).caches
  expect(cache).toMatchObject({ has: 0, outcome: "bad" })
  expect(cache?.untrusted).toContainEqual({
    because: "it is unsigned",
    path: torch,
  })
  const other = asked({ answers, keys: [] })
  expect(judgeHost(other, declared, false).caches[0]).toMatchObject({
    "key-trusted": false,
    outcome: "bad",
  })
})

test("a host without anything heavy needs no cache", () => {
  expect(judgeHost(asked({ asked: [] }), [], false).outcome).toBe("ok")
})
