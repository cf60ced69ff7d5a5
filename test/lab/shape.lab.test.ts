import { expect } from "vitest"
import type { LabHost } from "./host.ts"
import { type Ran, run } from "./run.ts"
import { test } from "./test.ts"

const path = "/run/wrappers/bin:/run/current-system/sw/bin"

function ssh(host: LabHost, user: string, command: string): Promise<Ran> {
  return run(["ssh", "-F", host.sshConfig, `${user}@${host.name}`, command])
}

test.for(["ops", "root"])(
  "%s sees NixOS's PATH alone",
  async (user, { host }) => {
    expect((await ssh(host, user, "printenv PATH")).stdout.trim()).toBe(path)
  },
)

test("sudo and units see NixOS's PATH alone", async ({ host }) => {
  const sudo = await ssh(host, "ops", "/run/wrappers/bin/sudo -n printenv PATH")
  expect(sudo.stdout.trim()).toBe(path)
  const unit = ["systemd-run", "--wait", "--pipe", "-q"]
  const inside = await host.exec([...unit, "/usr/bin/printenv", "PATH"])
  expect(inside.stdout.trim()).toBe(path)
})

test.for(["bash", "curl", "fuser", "jq", "lsof", "perl", "python3"])(
  "%s is not on PATH",
  async (program, { host }) => {
    const found = await ssh(host, "root", `command -v ${program}`)
    expect(found.stdout).toBe("")
  },
)

test("nixos-version answers in JSON", async ({ host }) => {
  const ran = await ssh(host, "root", "nixos-version --json")
  expect(JSON.parse(ran.stdout)).toHaveProperty("nixosVersion")
})

test("units are a read-only link into the store", async ({ host }) => {
  const link = await host.exec(["readlink", "-f", "/etc/systemd/system"])
  expect(link.stdout).toMatch(/^\/nix\/store\//)
  const ran = await host.exec("touch /etc/systemd/system/x.service")
  expect(ran.stderr).toContain("Read-only file system")
})

test("a host says that it is NixOS", async ({ host }) => {
  const ran = await host.exec("test -e /etc/NIXOS; . /etc/os-release; echo $ID")
  expect(ran.stdout.trim()).toBe("nixos")
})

test("a clock can't be set from inside", async ({ host }) => {
  const ran = await ssh(host, "root", "cat /proc/self/status")
  const bounding = /CapBnd:\s+(\w+)/.exec(ran.stdout)?.[1] ?? "ff"
  const timeBit = 1n << 25n
  expect(BigInt(`0x${bounding}`) & timeBit).toBe(0n)
})
