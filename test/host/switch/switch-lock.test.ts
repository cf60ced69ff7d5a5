import { stat } from "node:fs/promises"
import { expect, test } from "vitest"
import dryActivateScript from "../../../src/host/switch/dry-activate.sh"
import { parseFacts } from "../../../src/host/facts.ts"
import { recordsIn } from "../../../src/host/record/records.ts"
import { runningIn } from "../../../src/host/record/running.ts"
import { FakeRoot, runIn, shells } from "../local-shell.ts"
import { boot, textOf } from "../record-text.ts"

const lock = "run/nixos/switch-to-configuration.lock"

/** A host whose switch-to-configuration doesn't get its lock so many times. */
async function locked(times: number): Promise<FakeRoot> {
  const root = await FakeRoot.make(
    {
      [lock]: "",
      "proc/77/cgroup": "0::/system.slice/backup.service\n",
      "proc/77/comm": "flock\n",
      "proc/sys/kernel/random/boot_id": `${boot}\n`,
      "proc/uptime": "100.00 1.0\n",
      tries: "",
    },
    { systemctl: "[ $1 != is-active ] || echo active" },
  )
  const { ino } = await stat(root.at(lock))
  const held = `1: FLOCK  ADVISORY  WRITE 77 00:2f:${ino} 0 EOF\n`
  await root.put("proc/locks", `${held}2: -> FLOCK WRITE 78 00:2f:${ino}\n`)
  const tries = root.at("tries")
  const script = `#!/bin/sh
    echo >>${tries}
    [ "$(grep -c '' ${tries})" -gt ${times} ] || exit 11
    echo would restart nothing\n`
  await root.put("system/bin/switch-to-configuration", script, 0o755)
  return root
}

async function dryActivate(shell: readonly string[], root: FakeRoot) {
  const { stdout } = await runIn(shell, dryActivateScript, {
    candidate: root.at("system"),
    limit: "5",
    // Its clock stands still, so 0 is a deadline that is over.
    lock_limit: (await root.read("limit")) ?? "0",
    root: root.path,
  })
  return parseFacts(stdout) ?? new Map<string, string>()
}

test.for(shells)(
  "%s: a lock that is let go again is no failure",
  async (sh) => {
    await using root = await locked(2)
    await root.put("limit", "60")
    const facts = await dryActivate(sh, root)
    expect(facts.get("exit")).toBe("0")
    expect(facts.get("output")).toContain("would restart nothing")
  },
)

test.for(shells)("%s: else its holder is named", async (sh) => {
  await using root = await locked(99)
  const facts = await dryActivate(sh, root)
  expect(facts.get("exit")).toBe("11")
  const holder = "process 77 (flock) of backup.service"
  expect(facts.get("lock-holder")).toBe(holder)
  expect(runningIn(recordsIn(facts))).toBeUndefined()
})

test.for(shells)("%s: a deployment isn't waited for, but named", async (sh) => {
  await using root = await locked(99)
  await root.put("limit", "60")
  const home = "nix/var/sdops"
  await root.put(`${home}/lock/holder`, "id=d-newer\nsince=1\nwho=ada@mac\n")
  const record = textOf({ state: "activating" })
  await root.put(`${home}/deploys/d-newer/record`, record)
  const facts = await dryActivate(sh, root)
  expect(runningIn(recordsIn(facts))).toMatchObject({
    id: "d-newer",
    stage: "activate",
    who: "ada@mac",
  })
  expect(await root.read("tries")).toBe("\n")
})
