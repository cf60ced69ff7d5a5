import { join } from "node:path"
import { writeFile } from "node:fs/promises"
import { expect } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"
import { expectError, untouched } from "./untouched.ts"

test("an unplugged host is unreachable within the deadline", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  const environment = { SDOPS_LIMIT_CONNECT: "2" }

  const result = await untouched(host, async () => {
    await host.unplug()
    return deployed(fleet, host.name, [], { environment })
  })
  await host.heal()

  const stage = "connect"
  expectError(result, { code: "SDOPS_UNREACHABLE", exit: "failed", stage })
  expect(result.error?.message).toContain(`${host.address} port 22`)
  expect(result.seconds).toBeLessThan(defaultLimits.connect)
})

test("a closed port is told at once, with address and port", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  await host.exec("systemctl stop sshd.socket sshd.service ssh.service")
  const result = await deployed(fleet, host.name)
  await host.exec("systemctl start sshd.service ssh.service")
  await host.reach()

  const stage = "connect"
  expectError(result, { code: "SDOPS_UNREACHABLE", exit: "failed", stage })
  expect(result.error?.message).toMatch(/port 22: connection refused/)
})

test("another host key is refused, with both fingerprints", async ({
  host,
}) => {
  const pinned =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka" +
    "GxwdHh8g"
  const own = { hosts: { [host.name]: { "host-key": pinned } } }
  await using fleet = await makeFleet([host], own)

  const result = await untouched(host, () => deployed(fleet, host.name))

  const stage = "connect"
  expectError(result, { code: "SDOPS_WRONG_HOST_KEY", exit: "failed", stage })
  const script = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
  const [, real] = (await host.exec(script)).stdout.split(" ")
  expect(result.error?.message).toContain(real)
  const fingerprints = result.error?.message.match(/SHA256:[\w+/]{43}/g)
  expect(new Set(fingerprints).size).toBe(2)
})

test("a key that nothing vouches for is an error, not a question", async ({
  host,
}) => {
  const own = { hosts: { [host.name]: { "host-key": undefined } } }
  await using fleet = await makeFleet([host], own)
  const config = join(fleet.root, "ssh_config")
  const known = "UserKnownHostsFile /dev/null\n"
  const include = `Include ${fleet.environment["SDOPS_SSH_CONFIG"]}\n`
  await writeFile(config, `${known}${include}`)
  const environment = { SDOPS_SSH_CONFIG: config }

  const run = await sdops(fleet, ["resume", host.name, "--json"], {
    environment,
  })

  const [result] = resultOf(run).hosts
  expect(run.exit).toBe(1)
  expect(result?.error?.code).toBe("SDOPS_UNKNOWN_HOST_KEY")
  expect(result?.error?.help.join("\n")).toContain(host.hostKey)
})

test("a user who may not become root is told so", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("no-elevation")
  const own = { hosts: { [host.name]: { user: "ops" } } }
  await using fleet = await makeFleet([host], own)

  const result = await untouched(host, () => deployed(fleet, host.name))

  const stage = "probe"
  expectError(result, { code: "SDOPS_NO_ELEVATION", exit: "failed", stage })
  expect(result.error?.message).toContain("ops")
})

test("a host without Nix is left alone", async ({ launchFlavoured }) => {
  const host = await launchFlavoured("no-nix")
  await using fleet = await makeFleet([host])

  const result = await untouched(host, () => deployed(fleet, host.name))

  const stage = "probe"
  expectError(result, { code: "SDOPS_NO_NIX", exit: "failed", stage })
})
