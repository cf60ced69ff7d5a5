import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect } from "vitest"
import { down, sweep } from "./down.ts"
import { LabHost } from "./host.ts"
import { labFrom } from "./settings.ts"
import { hostNames } from "./state.ts"
import { test } from "./test.ts"
import { up } from "./up.ts"

const execute = promisify(execFile)
const lab = (...words: string[]) =>
  execute(process.execPath, [join(import.meta.dirname, "cli.ts"), ...words])

test("calls of up at the same time get hosts of their own", async ({
  host,
  onTestFinished,
}) => {
  const names = ["one", "two", "three"].map((name) => `${name}${process.pid}`)
  const short = names.map((name) => name.slice(-9))
  onTestFinished(() => down(host.lab, short))
  await Promise.all(short.map((name) => lab("up", name)))
  const hosts = await Promise.all(
    short.map((name) => LabHost.of(host.lab, name)),
  )
  const addresses = [host, ...hosts].map(({ address }) => address)
  expect(new Set(addresses).size).toBe(4)
  const boots = await Promise.all(hosts.map((other) => other.bootId()))
  expect(new Set(boots).size).toBe(3)
})

test("up of the same name at the same time is one host", async ({
  host,
  onTestFinished,
}) => {
  const name = `s${process.pid}`.slice(-9)
  onTestFinished(() => down(host.lab, [name]))
  await Promise.all([lab("up", name), lab("up", name), lab("up", name)])
  const same = (await hostNames(labFrom(process.env))).filter(
    (other) => other === name,
  )
  expect(same).toEqual([name])
})

test("a host that isn't there is named, with those that are", async ({
  host,
}) => {
  const failed = await lab("ssh", "nobody").catch((error: Error) => error)
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      new RegExp(`no rehearsal host is named nobody \\(there: .*${host.name}`),
    ),
  })
})

test("a host whose owner ended is swept, others stay", async ({ host }) => {
  const name = `o${process.pid}`.slice(-9)
  await up(host.lab, [{ name, owner: "4194304 1" }])
  await sweep(host.lab)
  const names = await hostNames(host.lab)
  expect(names).not.toContain(name)
  expect(names).toContain(host.name)
})
