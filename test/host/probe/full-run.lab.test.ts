import { expect } from "vitest"
import { probe } from "../../../src/host/probe/probe.ts"
import { test } from "../../lab/test.ts"
import { on, shellOf } from "../rehearsed/machine.ts"

test("what finds no room is told, never left out", async ({ host }) => {
  const look = () => probe(shellOf(host), { units: ["sshd.service"] })
  const whole = await look()
  expect(whole.nvidiaModule).not.toBe("")

  await on(
    host,
    `mount -o remount,size=64m /run
    cat /dev/zero >/run/fill 2>/dev/null || true`,
  )
  // Elsewhere there is room.
  const { nixVersion, nvidiaModule, smiOutput, units } = await look()
  expect({ nixVersion, nvidiaModule, smiOutput, units }).toEqual({
    nixVersion: whole.nixVersion,
    nvidiaModule: whole.nvidiaModule,
    smiOutput: whole.smiOutput,
    units: whole.units,
  })

  await on(host, "mount -t tmpfs -o size=64k none /tmp")
  await expect(look()).rejects.toMatchObject({ code: "SDOPS_DISK_FULL" })
})
