import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { type LabFleet, makeFleet, twinOf } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { doctor, type Examined, hostFaults, inventoryFaults } from "./doctor.ts"
import { deployed, sdops } from "./sdops.ts"

/** A host that serves, and its fleet. */
const test = labTest.extend(
  "serving",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const fleet = await makeFleet([host])
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)

test("a healthy host has no failure, by one connection and one probe", async ({
  host,
  serving,
}) => {
  const before = await host.system()
  const marks = await host.sessions()
  const { "exit-code": code, hosts, run, wrong } = await doctor(serving)
  expect([wrong, code, run.exit, run.stderr]).toEqual([[], 0, 0, ""])
  const spent = await host.sessions(marks)
  expect(spent.handshakes).toBe(1)
  expect(spent.sessions).toBeLessThanOrEqual(2)
  const skipped = hosts[0]?.findings.filter(({ outcome }) => outcome === "skip")
  // nixpkgs' torch doesn't tell its CUDA.
  expect(skipped?.map(({ check }) => check)).toEqual(["app/torch"])
  expect(await host.system()).toEqual(before)
})

test("people get a table of every check, within 80 columns", async ({
  serving,
}) => {
  const { exit, stderr, stdout } = await sdops(serving, ["doctor"])
  expect(exit).toBe(0)
  expect(stderr).toMatch(/^\S+ {2}\d+ ok, 1 skipped {2}[\d.]+s$/m)
  expect(stdout).toMatch(/^ {2}✓ {2}gpu\/model +GeForce GTX 1060 6GB$/m)
  const wide = stdout.split("\n").filter((line) => line.length > 80)
  expect(wide).toEqual([])
})

test("warnings are failures with --strict, and --only chooses", async ({
  host,
  serving,
}) => {
  const fault = "/etc/sdlab/gpu/faults/info-rom"
  await host.exec(`mkdir -p /etc/sdlab/gpu/faults; : > ${fault}`)
  const warned = await doctor(serving)
  expect([warned.wrong, warned.run.exit]).toEqual([["gpu/warnings warn"], 0])
  const strict = await doctor(serving, ["--strict"])
  expect(strict.run.exit).toBe(1)
  await host.exec(["rm", fault])
  const only = await doctor(serving, ["--strict", "--only", "gpu,app/api"])
  expect(only.run.exit).toBe(0)
  expect(only.control).toEqual([])
  const ids = only.hosts[0]?.findings.map(({ check }) => check.split("/")[0])
  expect(new Set(ids)).toEqual(new Set(["app", "gpu"]))
})

/** Breaks a host by a script, looks, and mends it. */
async function broken(
  host: LabHost,
  fleet: LabFleet,
  script: string,
  mend: string,
): Promise<Examined> {
  const done = await host.exec(script)
  expect([done.exit, done.stderr]).toEqual([0, ""])
  try {
    return await doctor(fleet)
  } finally {
    const mended = await host.exec(mend)
    expect([mended.exit, mended.stderr]).toEqual([0, ""])
  }
}

describe("a host that fails one thing fails exactly that check", () => {
  test.for(hostFaults)(
    "%s: %s",
    async ([check, , script, mend], { host, serving }) => {
      const { run, wrong } = await broken(host, serving, script, mend)
      expect(wrong).toEqual([check])
      expect(run.exit).toBe(check.endsWith("bad") ? 1 : 0)
    },
  )

  test("disk/nix bad: a full disk", async ({ host, serving }) => {
    const used = "df -P -B1 /nix | awk 'NR == 2 { print $3 }'"
    const bytes = Number((await host.exec(used)).stdout)
    await host.disk(`${Math.ceil(bytes / 1_000_000) + 30}000k`)
    const { wrong } = await doctor(serving).finally(() => host.disk("1g"))
    expect(wrong).toEqual(["disk/nix bad"])
  })

  test("reach/port bad: an unplugged host", async ({ host, serving }) => {
    await host.unplug()
    const { hosts, wrong } = await doctor(serving).finally(() => host.heal())
    expect(wrong).toEqual(["reach/port bad"])
    const bad = hosts[0]?.findings.find(({ outcome }) => outcome === "bad")
    expect(bad?.code).toBe("SDOPS_UNREACHABLE")
  })
})

test("--fix starts what is down, and --dry-run only says so", async ({
  host,
  serving,
}) => {
  const units = ["comfyui.service", "nix-daemon.socket"]
  await host.exec(`systemctl stop nix-daemon.service ${units.join(" ")}`)
  const told = await doctor(serving, ["--fix", "--dry-run"])
  expect(told.wrong).toEqual(["nix/daemon bad", "app/unit bad"])
  const active = ["systemctl", "is-active", "comfyui.service"]
  expect((await host.exec(active)).stdout).toBe("inactive\n")
  const mended = await doctor(serving, ["--fix"])
  const fixes = mended.hosts[0]?.findings.filter(({ fixed }) => fixed)
  expect(fixes?.map(({ fix }) => fix)).toEqual([
    "systemctl restart nix-daemon.socket",
    "systemctl start comfyui.service",
  ])
  expect((await host.exec(active)).stdout).toBe("active\n")
  // The app may still be on its way to answering.
  expect(mended.wrong.filter((one) => one !== "app/api bad")).toEqual([])
})

describe("what the inventory says wrongly is found", () => {
  test.for(inventoryFaults)(
    "%s: %s",
    async ([checks, , edits, fleet], { host, serving }) => {
      expect(serving.root).not.toBe("")
      const user = "sudo-password" in edits ? { user: "ops" } : {}
      await using changed = await makeFleet([host], {
        ...(fleet === undefined ? {} : { fleet }),
        hosts: { [host.name]: { ...user, ...edits } },
      })
      const { wrong } = await doctor(changed)
      expect(wrong).toEqual(checks.split(", "))
    },
  )
})

describe("this machine", () => {
  test("control/fleet warn: two hosts with one address", async ({
    host,
    serving,
  }) => {
    expect(serving.root).not.toBe("")
    await using fleet = await makeFleet([host])
    await twinOf(fleet, host, "twin")
    const { wrong } = await doctor(fleet, [host.name])
    expect(wrong).toEqual(["control/fleet warn"])
  })

  test("reach/ssh-config bad: a configuration that ssh rejects", async ({
    serving,
  }) => {
    const { wrong } = await doctor(serving, [], {
      SDOPS_SSH_CONFIG: "/nonexistent/ssh_config",
    })
    expect(wrong).toEqual(["reach/ssh-config bad"])
  })

  test("control/keys bad: no key that the host could take", async ({
    host,
    serving,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), "sdops-doctor-"))
    const config = join(folder, "ssh_config")
    await writeFile(config, "IdentityFile /nonexistent/key\n")
    const { wrong } = await doctor(serving, [host.name], {
      SDOPS_SSH_CONFIG: config,
    }).finally(() => rm(folder, { recursive: true }))
    expect(wrong).toEqual(["control/keys bad", "reach/authentication bad"])
  })

  test("control/openssh bad: no ssh at all", async ({ serving }) => {
    const { wrong } = await doctor(serving, [], { PATH: "/nonexistent" })
    expect(wrong).toEqual(["control/openssh bad", "reach/ssh-config bad"])
  })
})

test("reach/elevation bad: a user who may not become root", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("no-elevation")
  const edits = { hosts: { [host.name]: { user: "ops" } } }
  await using fleet = await makeFleet([host], edits)
  const { run, wrong } = await doctor(fleet)
  expect(wrong).toEqual(["reach/elevation bad"])
  expect(run.exit).toBe(1)
})

test("system/deployed warn: a host that others made", async ({
  launchHost,
}) => {
  const host = await launchHost()
  await using fleet = await makeFleet([host])
  const { run, wrong } = await doctor(fleet)
  expect(wrong).toEqual(["nix/flakes warn", "system/deployed warn"])
  expect(run.exit).toBe(0)
  const hasty = await doctor(fleet, [], { SDOPS_LIMIT_PROBE: "0.01" })
  expect(hasty.wrong).toEqual(["reach/probe bad"])
})

test("hosts are examined side by side, whatever becomes of one", async ({
  host,
  launchHost,
  serving,
}) => {
  expect(serving.root).not.toBe("")
  const gone = await launchHost()
  await using fleet = await makeFleet([host, gone])
  await gone.unplug()
  const { hosts, run } = await doctor(fleet)
  expect(run.exit).toBe(1)
  const worst = hosts.map(({ findings, host }) => [
    host,
    findings.find(({ outcome }) => outcome === "bad")?.check,
  ])
  expect(Object.fromEntries(worst)).toEqual({
    [gone.name]: "reach/port",
    [host.name]: undefined,
  })
})

test("nix/version bad: a host without Nix", async ({ launchFlavoured }) => {
  const host = await launchFlavoured("no-nix")
  await using fleet = await makeFleet([host])
  const { wrong } = await doctor(fleet)
  expect(wrong).toContain("nix/version bad")
})
