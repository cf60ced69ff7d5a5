import { mkdir, symlink } from "node:fs/promises"
import { expect, test } from "vitest"
import { garbageOf } from "../../../src/host/health/garbage.ts"
import { lookAtHealth } from "../../../src/host/health/health.ts"
import { FakeRoot, shells } from "../local-shell.ts"
import { nothing } from "./nothing.ts"

const auto = "nix/var/nix/gcroots/auto"

test.for(shells)("%s counts links that keep paths", async (shell) => {
  const systemctl = `case "$*" in
    *nix-gc.timer*) echo 'nix-gc.timer loaded active waiting Collector' ;;
  esac`
  await using root = await FakeRoot.make(
    { "home/ada/a": "", "home/ada/b": "", "srv/c": "" },
    { systemctl },
  )
  await root.put("nix/var/nix/gc-socket/socket", "")
  await mkdir(root.at(auto), { recursive: true })
  const links = { a: "home/ada/a", b: "home/ada/b", c: "srv/c", d: "gone/d" }
  for (const [name, to] of Object.entries(links))
    await symlink(root.at(to), root.at(`${auto}/${name}`))
  const { garbage } = await lookAtHealth(root.shell(shell), nothing)
  expect(garbage).toMatchObject({
    folders: [
      { folder: root.at("home/ada"), links: 2 },
      { folder: root.at("srv"), links: 1 },
    ],
    links: 3,
    timers: ["nix-gc.timer"],
  })
  expect(Math.abs(garbage.collected ?? -1)).toBeLessThan(0.1)
})

test("a host that has never collected says nothing of it", () => {
  const said = { clock: 1_800_000_000, collected: "", folders: [], timers: [] }
  expect(garbageOf(said)).toEqual({
    collected: undefined,
    folders: [],
    links: 0,
    timers: [],
  })
})
