import { describe, expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test as labTest } from "../lab/test.ts"
import { broken, doctor, toldOf } from "./doctor.ts"
import { appFaults } from "./doctor-faults/apps.ts"
import { gpuFaults } from "./doctor-faults/gpus.ts"
import { told } from "./doctor-faults/fault.ts"
import { fileFaults, namedFaults } from "./doctor-faults/inventory.ts"
import { nixFaults } from "./doctor-faults/nix.ts"
import { stagedFaults } from "./doctor-faults/staged.ts"
import { systemFaults } from "./doctor-faults/system.ts"
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

describe("a host that fails one thing fails exactly that check", () => {
  test.for([...gpuFaults, ...systemFaults, ...nixFaults, ...appFaults])(
    "%s: %s",
    async ([check, what, script, mend], { host, serving }) => {
      const found = await broken(host, serving, script, mend)
      expect(found.wrong).toEqual([check])
      expect(found.run.exit).toBe(check.endsWith("bad") ? 1 : 0)
      expect(toldOf(found, host)).toEqual(told[what])
    },
  )

  test.for(stagedFaults)(
    "%s: %s",
    async ([checks, what, look], { host, serving }) => {
      const found = await look({ host, serving })
      expect(found.wrong).toEqual(checks.split(", "))
      expect(toldOf(found, host)).toEqual(told[what])
    },
  )
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
  test.for([...fileFaults, ...namedFaults])(
    "%s: %s",
    async ([checks, what, edits, fleet], { host, serving }) => {
      expect(serving.root).not.toBe("")
      const user = "sudo-password" in edits ? { user: "ops" } : {}
      await using changed = await makeFleet([host], {
        ...(fleet === undefined ? {} : { fleet }),
        hosts: { [host.name]: { ...user, ...edits } },
      })
      const found = await doctor(changed)
      expect(found.wrong).toEqual(checks.split(", "))
      expect(toldOf(found, host)).toEqual(told[what])
    },
  )
})

test("--smoke has the app make an image, else nobody is asked", async ({
  host,
  serving,
}) => {
  const { hosts, wrong } = await doctor(serving, ["--smoke"])
  expect(wrong).toEqual([])
  const found = hosts[0]?.findings.find(({ check }) => check === "app/image")
  expect(found?.finding).toMatch(/^comfyui \(kernels\) in [\d.]+ s$/)
  const folder = "/etc/sdlab/comfyui/faults"
  await host.exec(`mkdir -p ${folder}; : >${folder}/no-kernel-image`)
  const failed = await doctor(serving, ["--smoke"])
  const unasked = await doctor(serving)
  await host.exec(`rm ${folder}/no-kernel-image`)
  expect([failed.wrong, unasked.wrong]).toEqual([["app/image bad"], []])
  const wrongly = failed.hosts[0]?.findings.find(
    ({ outcome }) => outcome === "bad",
  )
  expect(wrongly?.code).toBe("SDOPS_NO_KERNEL_IMAGE")
})
