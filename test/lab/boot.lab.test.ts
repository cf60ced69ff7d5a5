import { expect } from "vitest"
import { test } from "./test.ts"

test("a fresh host runs its initial system", async ({ host }) => {
  const system = await host.system()
  expect(system.generation).toBe(1)
  expect(system.booted).toBe(system.current)
  expect(system.profile).toBe(system.current)
  expect(system.bootDefault).toBe(system.current)
})

test("no unit of a fresh host failed", async ({ host }) => {
  const state = ["systemctl", "is-system-running", "--wait"]
  expect((await host.exec(state)).stdout.trim()).toBe("running")
})

test("a reboot is a new boot of the same system", async ({ host }) => {
  const [before, id] = [await host.system(), await host.bootId()]
  const began = performance.now()
  await host.reboot()
  expect(await host.bootId()).not.toBe(id)
  expect(await host.system()).toEqual(before)
  const uptime = (await host.exec(["cat", "/proc/uptime"])).stdout
  const seconds = (performance.now() - began) / 1000
  expect(Number.parseFloat(uptime)).toBeLessThan(seconds)
})

test("a look that is stopped, as in a shutdown, goes on", async ({ host }) => {
  const script = "kill -STOP $$; echo went on"
  const ran = await host.exec(script, { deadline: 30 })
  expect(ran).toMatchObject({ exit: 0, stdout: "went on\n" })
})

test("a power cut lasts until the host is started", async ({ host }) => {
  const before = await host.system()
  await host.yank()
  await expect(host.reach(1)).rejects.toThrow("is off")
  await host.start()
  expect(await host.system()).toEqual(before)
})

test("a crashed host comes back by itself", async ({ host }) => {
  const id = await host.bootId()
  await host.crash()
  expect(await host.bootId()).not.toBe(id)
})

test("a one-shot entry is booted once", async ({ launchHost }) => {
  const host = await launchHost({ flavours: ["drifted"] })
  const { current, profile } = await host.system()
  const loader = "/opt/sdlab/standins/boot-loader"
  const set = await host.exec(`${loader}/install ${current}
    ${loader}/bootctl set-oneshot nixos-generation-2.conf`)
  expect(set).toMatchObject({ exit: 0 })
  await host.reboot()
  const once = await host.system()
  expect(once).toMatchObject({ bootDefault: current, booted: profile })
  await host.reboot()
  expect((await host.system()).booted).toBe(current)
})
