import { expect, test } from "vitest"
import { type Mend, mendHost, sayMend } from "../../../src/host/mend/mend.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const unit = "comfyui.service"
const cures: readonly (readonly [Mend, string])[] = [
  [{ action: "nodes" }, "nvidia-modprobe -c 0 -u\n"],
  [{ action: "restart", unit }, `systemctl restart ${unit}\n`],
  [
    { action: "start", unit },
    `systemctl reset-failed ${unit}\nsystemctl start ${unit}\n`,
  ],
]

test.for(shells)("%s runs what a cure says", async (shell) => {
  for (const [mend, ran] of cures) {
    await using root = await FakeRoot.make({ ran: "" })
    const note = `printf '%s %s\\n' "\${0##*/}" "$*" >>${root.at("ran")}`
    for (const name of ["nvidia-modprobe", "systemctl"])
      await root.put(`system/sw/bin/${name}`, `#!/bin/sh\n${note}\n`, 0o755)
    await mendHost(root.shell(shell), mend)
    expect(await root.read("ran")).toBe(ran)
    expect(ran).toContain(sayMend(mend))
  }
})

test.for(shells)("%s has Nix forget what it knows of caches", async (shell) => {
  const memory = "root/.cache/nix/binary-cache-v6.sqlite"
  const other = "root/.cache/nix/fetcher-cache-v3.sqlite"
  await using root = await FakeRoot.make({ [memory]: "x", [other]: "y" })
  await mendHost(root.shell(shell), { action: "forget" })
  expect(await root.read(memory)).toBeUndefined()
  expect(await root.read(other)).toBe("y")
})

test("a unit's name is no option and no other command", async () => {
  await using root = await FakeRoot.make({})
  for (const name of ["--now", "a;b", "$(id)", ""])
    await expect(
      mendHost(root.shell(["dash"]), { action: "start", unit: name }),
    ).rejects.toThrow()
})
