import { connect } from "node:net"
import { expect } from "vitest"
import type { LabHost } from "./host.ts"
import { run } from "./run.ts"
import { test } from "./test.ts"
import { waitFor } from "./wait.ts"

/** Seconds until a host has answered a dial; undefined if it doesn't. */
async function dial(host: LabHost, deadline = 1): Promise<number | undefined> {
  const began = performance.now()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: host.address, port: 22 })
  socket.setTimeout(deadline * 1000, () => resolve(false))
  socket.on("error", () => resolve(false))
  socket.on("connect", () => resolve(true))
  const answered = await promise
  socket.destroy()
  return answered ? (performance.now() - began) / 1000 : undefined
}

test("a cut host keeps its carrier and answers nothing", async ({ host }) => {
  await host.cut()
  expect(await dial(host)).toBeUndefined()
  const link = await host.exec(["ip", "-o", "link", "show", "host0"])
  expect(link.stdout).toContain("LOWER_UP")
  await host.heal()
  await host.reach(10)
})

test("an unplugged host sees that its carrier is gone", async ({ host }) => {
  await host.unplug()
  expect(await dial(host)).toBeUndefined()
  const link = await host.exec(["ip", "-o", "link", "show", "host0"])
  expect(link.stdout).toContain("NO-CARRIER")
  await host.heal()
  await host.reach(10)
})

test("a frozen host answers when thawed", async ({ host }) => {
  await host.freeze()
  await expect(host.reach(1)).rejects.toThrow("in vain")
  await host.thaw()
  await host.reach(10)
})

test("a wire delays both ways", async ({ host }) => {
  await host.wire({ delay: 40 })
  const slow = () => dial(host, 2)
  const options = { deadline: 10, what: "the slow wire" }
  expect(await waitFor(slow, options)).toBeGreaterThan(0.08)
  await host.heal()
  await host.reach(10)
})

test("a rate limits the bandwidth", async ({ host }) => {
  await host.rate("8mbit")
  const pull = ["ssh", "-F", host.sshConfig, `root@${host.name}`]
  const began = performance.now()
  const ran = await run([...pull, "head -c 1000000 /dev/urandom"])
  expect(ran.exit).toBe(0)
  expect(performance.now() - began).toBeGreaterThan(700)
  await host.heal()
})

test("a disk shrinks and grows under a running host", async ({ host }) => {
  const write = "dd if=/dev/zero of=/var/big bs=1M count=64 2>&1"
  await host.disk("48m")
  expect((await host.exec(write)).stdout).toContain("No space left")
  await host.exec(["rm", "-f", "/var/big"])
  await host.disk("1g")
  expect((await host.exec(write)).exit).toBe(0)
})
