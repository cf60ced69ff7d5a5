import { describe, expect, test } from "vitest"
import {
  machineLine,
  sshConfigOf,
  storeUriOf,
  uriOf,
} from "../../src/builders/machine.ts"
import { machineName } from "../../src/builders/machine-name.ts"
import { machinesFor } from "../../src/builders/machines-for.ts"
import { aMachine, key } from "./a-machine.ts"

describe("a builder as Nix reads it", () => {
  test("has a column for each thing, the pinned key last", () => {
    const machine = aMachine({
      features: ["big-parallel", "cuda"],
      mandatoryFeatures: ["cuda"],
      maxJobs: 4,
      systems: ["x86_64-linux", "i686-linux"],
      user: "build",
    })
    expect(machineLine(machine).split(" ")).toEqual([
      "ssh-ng://build@neon.lan",
      "x86_64-linux,i686-linux",
      "/etc/ssh/ssh_host_ed25519_key",
      "4",
      "1",
      "big-parallel,cuda",
      "cuda",
      Buffer.from(key).toString("base64"),
    ])
  })

  test("without features has a dash", () => {
    expect(machineLine(aMachine({ features: [] }))).toContain(" 1 1 - - ")
  })

  test("at an IPv6 address has brackets", () => {
    const builder = { address: "fd00::1", name: "neon", user: "root" }
    expect(uriOf(builder)).toBe("ssh-ng://root@[fd00::1]")
  })

  test.each([
    [{ port: 2222 }, "  Port 2222\n", '  User "root"\n'],
    [{ user: String.raw`CORP\ada` }, "  Port 22\n", '  User "CORP\\\\ada"\n'],
    [
      { address: "fe80::1%en0", port: 2222 },
      "  HostName fe80::1%%en0\n",
      "  Port 2222\n",
    ],
  ])("that Nix has no words for, %o, goes by ssh_config", (given, ...said) => {
    const machine = aMachine(given)
    expect(uriOf(machine)).toBe("ssh-ng://sdops-builder-neon")
    expect(machineLine(machine)).toMatch(/^ssh-ng:\/\/sdops-builder-neon x86/)
    const config = sshConfigOf([machine])
    expect(config).toMatch(/^Host sdops-builder-neon\n/)
    expect(config).toContain("  HostKeyAlias sdops-builder-neon\n")
    for (const line of said) expect(config).toContain(line)
  })

  test.each([{}, { port: 22 }, { user: "carlos.precioso" }, { user: "Ops" }])(
    "with %o needs no ssh_config",
    (given) => {
      const machine = aMachine(given)
      expect(sshConfigOf([machine])).toBe("")
      expect(uriOf(machine)).toBe(`ssh-ng://${machine.user}@neon.lan`)
    },
  )

  test("as a store has the key and the identity, escaped", () => {
    const { searchParams } = new URL(storeUriOf(aMachine({})))
    expect(Object.fromEntries(searchParams)).toEqual({
      "base64-ssh-public-host-key": Buffer.from(key).toString("base64"),
      "ssh-key": "/etc/ssh/ssh_host_ed25519_key",
    })
  })
})

test("a host isn't its own builder, and one without a key is none", () => {
  const { name: _, ...neon } = aMachine({})
  const { hostKey: __, ...unpinned } = neon
  const fleet = {
    builders: {
      "also-me": { ...neon, address: "other.lan" },
      me: { ...neon, address: "lithium.lan" },
      neon: { ...neon, hostKey: `${key.slice(0, -4)}AAAA` },
      unpinned,
    },
  }
  const host = { address: "lithium.lan", hostKey: key }
  const { machines, unpinned: names } = machinesFor(fleet, host)
  expect(machines.map(({ name }) => name)).toEqual(["neon"])
  expect(names).toEqual(["unpinned"])
})

test("a machine of Nix's log has the fleet's name for it", () => {
  const { name: _, ...neon } = aMachine({})
  const fleet = { builders: { neon } }
  expect(machineName("", fleet)).toBe("host")
  expect(machineName("ssh-ng://root@neon.lan?compress=1", fleet)).toBe("neon")
  expect(machineName("ssh://other", fleet)).toBe("ssh://other")
})
