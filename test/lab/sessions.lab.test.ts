import { expect } from "vitest"
import { run } from "./run.ts"
import { test } from "./test.ts"

test("handshakes and sessions are counted apart", async ({ host }) => {
  const before = await host.sessions()
  const ssh = ["ssh", "-F", host.sshConfig, `ops@${host.name}`]
  await run([...ssh, "true"])
  await run([...ssh, "true"])
  expect(await host.sessions(before)).toEqual({ handshakes: 2, sessions: 2 })
})

test("looking at a host is not counted", async ({ host }) => {
  const before = await host.sessions()
  await host.exec(["true"])
  await host.reach()
  expect(await host.sessions(before)).toEqual({ handshakes: 0, sessions: 0 })
})
