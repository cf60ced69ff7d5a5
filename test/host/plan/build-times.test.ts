import { expect, test } from "vitest"
import { keepBuildTimes } from "../../../src/host/plan/build-times.ts"
import { parseBuildTimes } from "../../../src/nix/build-times.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const file = "nix/var/sdops/build-times"

test.for(shells)("%s: the last time of each package stays", async (sh) => {
  await using root = await FakeRoot.make({})
  const shell = root.shell(sh)
  const time = (name: string, seconds: number) => ({ name, seconds })
  await keepBuildTimes(shell, [])
  expect(await root.read(file)).toBeUndefined()
  await keepBuildTimes(shell, [time("torch", 9), time("magma", 5)])
  await keepBuildTimes(shell, [time("torch", 7)])
  expect(await root.read(file)).toBe("magma 5\ntorch 7\n")

  const many = Array.from({ length: 250 }, (_, n) => time(`p${n}`, n + 1))
  await keepBuildTimes(shell, many)
  const kept = parseBuildTimes((await root.read(file)) ?? "")
  expect([kept.size, kept.get("p249"), kept.has("torch")]).toEqual([
    200,
    250,
    false,
  ])
})
