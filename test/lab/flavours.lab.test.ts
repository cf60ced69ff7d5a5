import { expect } from "vitest"
import type { LabHost } from "./host.ts"
import { type Ran, run } from "./run.ts"
import { test } from "./test.ts"

function ops(host: LabHost, command: string, input = ""): Promise<Ran> {
  const argv = ["ssh", "-F", host.sshConfig, `ops@${host.name}`, command]
  return run(argv, { input })
}

test("/ and /var of an ephemeral host begin anew, /nix and /boot stay", async ({
  launchHost,
}) => {
  const mounts = [{ from: import.meta.dirname, to: "/opt/outer" }]
  const host = await launchHost({ flavours: ["ephemeral"], mounts })
  const gone = ["/etc/kept", "/root/kept", "/var/kept"]
  const stays = ["/boot/kept", "/nix/var/kept"]
  const all = [...gone, ...stays]
  await host.exec(["touch", ...all])
  const before = await host.system()
  await host.reboot()
  const list = await host.exec(["ls", "-d", ...all])
  expect(list.stdout.trim().split("\n")).toEqual(stays)
  expect(await host.system()).toEqual(before)
  expect((await ops(host, "true")).exit).toBe(0)
  // What is mounted is there at each boot, to read.
  const outer = await host.exec("ls /opt/outer; touch /opt/outer/mine")
  expect(outer.stdout).toContain("flavours.lab.test.ts\n")
  expect(outer.stderr).toContain("Read-only file system")
})

test("a drifted host's profile is not what it runs", async ({ launchHost }) => {
  const host = await launchHost({ flavours: ["drifted"] })
  const system = await host.system()
  expect(system.profile).not.toBe(system.current)
  expect(system.bootDefault).toBe(system.current)
  expect(system.generation).toBe(2)
})

test("ops of a host with fish logs in to fish", async ({ launchHost }) => {
  const host = await launchHost({ flavours: ["fish"] })
  expect((await ops(host, "echo $FISH_VERSION")).stdout).toMatch(/^\d/)
  expect((await ops(host, "sudo -n id -u")).stdout.trim()).toBe("0")
})

test("sudo may ask for the password", async ({ launchHost }) => {
  const host = await launchHost({ flavours: ["sudo-password"] })
  expect((await ops(host, "sudo -n id -u")).exit).toBe(1)
  const asked = await ops(host, "sudo -S id -u", "rehearsal\n")
  expect(asked.stdout.trim()).toBe("0")
})

test("a host may lack elevation and Nix", async ({ launchHost }) => {
  const host = await launchHost({ flavours: ["no-elevation", "no-nix"] })
  expect((await ops(host, "sudo -n id -u")).exit).toBe(1)
  expect((await ops(host, "nix --version")).exit).toBe(127)
})
