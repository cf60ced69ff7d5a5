import { gzipSync } from "node:zlib"
import { expect } from "vitest"
import { nar } from "../../src/flake/nar.ts"
import { evaluate, flakeLock } from "../../src/host/nix/evaluate.ts"
import { push } from "../../src/host/nix/push.ts"
import type { HostShell } from "../../src/host/shell.ts"
import { test } from "../lab/test.ts"
import { on, shellOf } from "./rehearsed/machine.ts"
import { building, flake, planned, pushed } from "./rehearsed/tree.ts"

test("a tree arrives whole, once, for root alone", async ({ host }) => {
  const shell = shellOf(host)
  const text = flake("echo 'ä $(x)' > $out")
  const first = await pushed(shell, text)
  expect(first.present).toBe(false)
  expect(await on(host, `cat ${first.source}/flake.nix`)).toBe(text.trim())
  expect(await on(host, "stat -c %a /nix/var/sdops")).toBe("700")
  expect(await pushed(shell, text)).toEqual({ ...first, present: true })
})

test("a tree that was damaged on the way leaves nothing", async ({ host }) => {
  const archive = nar(new Map())
  const hash = "0".repeat(64)
  const other = gzipSync("another").toString("base64")
  const damaging: HostShell = {
    ...shellOf(host),
    run: (task) =>
      shellOf(host).run({
        ...task,
        variables: { ...task.variables, nar: other },
      }),
  }
  await expect(push(damaging, { hash, nar: archive })).rejects.toMatchObject({
    code: "SDOPS_HOST_SCRIPT",
    evidence: ["sdops: the source tree arrived incomplete"],
  })
  expect(await on(host, `ls /nix/var/sdops/sources | grep 000 || true`)).toBe(
    "",
  )
})

test("evaluation tells system and what building it takes", async ({ host }) => {
  const shell = shellOf(host)
  const { source } = await pushed(shell, flake("echo new > $out"))
  const input = { config: "", survey: true, host: "tree", source }
  const answer = await evaluate(shell, input)
  expect(answer).toMatchObject({ exit: 0 })
  const { system } = JSON.parse(answer.json ?? "") as { system: string }
  expect(system).toMatch(/^\/nix\/store\/.*-nixos-system-tree\.drv$/)
  expect(answer.graph).toMatch(new RegExp(`^${system} .*\\n> out i /nix`))
  expect(answer.settings).toMatch(/^substituters =/m)
})

test("an evaluation that fails is a result with Nix's words", async ({
  host,
}) => {
  const shell = shellOf(host)
  const { source } = await pushed(shell, "{ outputs = _: throw ''no luck''; }")
  const input = { config: "", survey: true, host: "tree", source }
  const answer = await evaluate(shell, input)
  expect(answer.exit).toBe(1)
  expect(answer.stderr).toContain("no luck")
  expect(answer.json).toBeUndefined()
})

test("a lock is made beside the pushed tree, not in it", async ({ host }) => {
  const shell = shellOf(host)
  const inputs = `inputs.n.url = "path:/etc/sdlab"; inputs.n.flake = false;`
  const { source } = await pushed(shell, `{ ${inputs} outputs = _: { }; }`)
  const answer = await flakeLock(shell, { config: "", source })
  expect(answer).toMatchObject({ exit: 0 })
  expect(JSON.parse(answer.lock ?? "").nodes.n).toBeDefined()
  expect(await on(host, `ls ${source} /nix/var/sdops`)).not.toContain("lock")
})

test("what was planned is built and GC-rooted", async ({ host }) => {
  const { source } = await pushed(shellOf(host), flake("echo built > $out"))
  const system = await planned(shellOf(host), source)
  const built = await building(shellOf(host), system)
  expect(built).toEqual({ collected: [], exit: 0 })
  const root = "/nix/var/nix/gcroots/sdops/build-tree"
  expect(await on(host, `cat ${root}`)).toBe("built")
})

test("a build that fails leaves the root of the last", async ({ host }) => {
  const root = "/nix/var/nix/gcroots/sdops/build-tree"
  const before = await on(host, `readlink ${root}`)
  const { source } = await pushed(shellOf(host), flake("exit 7"))
  const system = await planned(shellOf(host), source)
  const built = await building(shellOf(host), system)
  expect(built.exit).not.toBe(0)
  expect(built.collected).toEqual([])
  expect(await on(host, `readlink ${root}`)).toBe(before)
})

test("a derivation that was garbage collected is named", async ({ host }) => {
  const { source } = await pushed(shellOf(host), flake("echo gone > $out"))
  const system = await planned(shellOf(host), source)
  await on(host, `nix-store --delete --ignore-liveness ${system}`)
  const built = await building(shellOf(host), system)
  expect(built.exit).not.toBe(0)
  expect(built.collected).toEqual([system])
})
