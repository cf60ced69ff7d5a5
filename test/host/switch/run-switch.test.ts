import { rm, symlink } from "node:fs/promises"
import { expect, test } from "vitest"
import runSwitch from "../../../src/host/switch/run-switch.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

test.for(shells)("%s: an exit code is left whole or not at all", async (sh) => {
  await using root = await FakeRoot.make({ "run.sh": runSwitch })
  const script = "#!/bin/sh\nexit 4\n"
  await root.put("system/bin/switch-to-configuration", script, 0o755)
  const [run, system, exit] = ["run.sh", "system", "exit"].map((name) =>
    root.at(name),
  )
  const words = [...sh, run, system, "test", exit, root.at("wake")]
  await runIn(sh, words.join(" "))
  expect(await root.read("exit")).toContain("4")
  await rm(root.at("exit"))
  // Where there is no room, a file can be made, and stays empty.
  await symlink("/dev/full", root.at("exit.new"))
  await runIn(sh, words.join(" "))
  expect(await root.read("exit")).toBeUndefined()
})
