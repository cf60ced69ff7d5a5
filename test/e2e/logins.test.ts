import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { deployed, type SdopsOptions } from "./sdops.ts"
import { serves } from "./serves.ts"

/** Deploys as somebody else, for good; the result. */
async function deployedAs(
  host: LabHost,
  own: Readonly<Record<string, string>>,
  options: SdopsOptions = {},
  flags: readonly string[] = [],
) {
  await using fleet = await makeFleet([host], { hosts: { [host.name]: own } })
  const result = await deployed(fleet, host.name, flags, options)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect((await host.system()).bootDefault).toBe(result.candidate)
  await serves(host)
  return result
}

test("a user with fish elevates by sudo, and so may root log in", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("fish")
  const ops = await deployedAs(host, { user: "ops" })

  await using fleet = await makeFleet([host])
  const root = await deployed(fleet, host.name)
  expect(root.verdict).toBe("unchanged")
  expect(root.candidate).toBe(ops.candidate)
})

test("sudo's password is sent and shows up nowhere", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("sudo-password")
  const password = "gr8-Moose'in $the \"attic"
  await host.exec("chpasswd", { input: `ops:${password}\n` })
  await host.exec(watch)

  const result = await deployedAs(
    host,
    { "sudo-password": "env:MOOSE", user: "ops" },
    { environment: { MOOSE: password } },
  )

  expect(JSON.stringify(result)).not.toContain("Moose")
  const seen = await host.exec(["cat", "/run/sdlab-watch"])
  // It did see a command line of ours, and so would have seen the password.
  expect(seen.stdout).toContain("/run/wrappers/bin/sudo -k -S")
  expect(seen.stdout).not.toContain("Moose")
  const places = "/boot /etc /home /nix /root /run /tmp /var"
  const files = await host.exec(
    `journalctl -o export | grep -a -c Moose
    grep -r -l -a -s --exclude-dir=proc -e Moose ${places}`,
  )
  expect(files.stdout).toBe("0\n")
})

test("the engine nixos-rebuild may be the old bash one", async ({
  host,
  skip,
}) => {
  skip((await host.kind()) === "nixos", "a NixOS host has its own")
  await host.exec(
    `mkdir -p /etc/sdlab/nixos-rebuild
    echo bash >/etc/sdlab/nixos-rebuild/dialect`,
  )
  await deployedAs(host, { user: "ops" }, {}, ["--engine", "nixos-rebuild"])
})

/** Collects the command lines and environments of all processes. */
const watch = `systemd-run --unit=sdlab-watch /bin/sh -c '
  while :; do
    cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null |
      tr "\\0" " " >>/run/sdlab-watch
    sleep 0.02
  done'`
