import { expect } from "vitest"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { deployed, type SdopsOptions } from "./sdops.ts"
import { expectQuiet, fault, serves } from "./serves.ts"

/** A host that serves, and a way to add Nix to its configuration. */
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

const patient: SdopsOptions = { environment: { SDOPS_LIMIT_READY: "20" } }

/** Deploys with one more module; the host must be as before afterwards. */
async function deployBroken(
  host: LabHost,
  serving: LabFleet,
  nix: string,
  options: SdopsOptions = patient,
) {
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/broken.nix`]: nix },
    more: { [host.name]: ["broken.nix"] },
  })
  expect(fleet.root).not.toBe(serving.root)
  const before = await host.system()
  const result = await deployed(fleet, host.name, [], options)
  expect(await host.system()).toEqual(before)
  await serves(host)
  await expectQuiet(host)
  return result
}

test("an evaluation error names the option and touches nothing", async ({
  host,
  serving,
}) => {
  const nix = "{ services.opensshh.enable = true; }\n"
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("failed")
  expect(result.run.exit).toBe(1)
  expect(result.stage).toBe("plan")
  expect(result.error?.code).toBe("SDOPS_EVALUATION_FAILED")
  expect(result.error?.message).toContain("opensshh")
})

test("a build failure shows the builder's last lines", async ({
  host,
  serving,
}) => {
  const nix = `{ environment.etc."broken".source = derivation {
    name = "broken";
    system = "x86_64-linux";
    builder = "/bin/sh";
    args = [ "-c" "echo the disc is made of cheese; exit 3" ];
  }; }
`
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("failed")
  expect(result.stage).toBe("build")
  expect(result.error?.code).toBe("SDOPS_BUILD_FAILED")
  expect(result.error?.evidence.join("\n")).toContain("made of cheese")
})

/** How builders end, and what a user is told of it. */
const endings = {
  SDOPS_BUILD_CRASHED: {
    advice: /^sdops doctor \S+ --only system\/memory$/,
    // As a compiler on a machine with bad memory.
    does: "echo compiling; /bin/sh -c 'kill -SEGV $$'; exit $?",
    says: /python3\.13-x-1\S* was not built: its builder crashed \(SIGSEGV\)/,
  },
  SDOPS_BUILD_MEMORY: {
    advice: /nix-store --realise \/nix\/store\/\S+-x-1\.drv --cores 1/,
    does: `echo "g++: fatal error: Killed signal terminated program cc1plus"
      exit 1`,
    says: /cc1plus was killed, mostly because memory ran out/,
  },
  SDOPS_BUILD_TESTS: {
    advice: /nix-store --realise \/nix\/store\/\S+-x-1\.drv --cores 1/,
    because: 'disabledTests = [ "test_wait" ] in an overlay of x leaves',
    does: `echo "FAILED tests/test_x.py::test_wait - assert 3 < 2"; exit 1`,
    says: /these tests failed: tests\/test_x\.py::test_wait/,
  },
} as const

test.for(Object.entries(endings))(
  "a build that ends as in %s is told as that, with what helps",
  async ([code, { advice, does, says, ...more }], { host, serving }) => {
    const nix = `{ environment.etc."broken".source = derivation {
      name = "python3.13-x-1";
      system = "x86_64-linux";
      builder = "/bin/sh";
      args = [ "-c" ''${does}'' ];
    }; }
`
    const { error, verdict } = await deployBroken(host, serving, nix)
    expect({ code: error?.code, verdict }).toEqual({ code, verdict: "failed" })
    expect(error?.message).toMatch(says)
    expect(error?.help.filter((line) => advice.test(line))).toHaveLength(1)
    if ("because" in more) expect(error?.because.join()).toContain(more.because)
    // What it says to look at is there.
    const log = error?.help.find((line) => line.includes("--read-log")) ?? ""
    const [command = ""] = /nix-store --read-log [^' ]+/.exec(log) ?? []
    const shown = await host.exec(command)
    expect(shown.stdout).toContain(error?.evidence.at(-1) ?? "nothing")
  },
)

test("a check that says no (exit 1) leaves the host alone", async ({
  host,
  serving,
}) => {
  const nix = `{ system.preSwitchChecks.never = ''
    [ "$2" != test ] || { echo "never on a Sunday" >&2; exit 1; }
  ''; }
`
  const result = await deployBroken(host, serving, nix)
  expect(["failed", "rolled-back"]).toContain(result.verdict)
  expect(result.error?.stage).toBe("activate")
  expect(result.error?.evidence.join("\n")).toContain("never on a Sunday")
})

test("a failing activation script (exit 2) is rolled back", async ({
  host,
  serving,
}) => {
  const nix = `{ system.activationScripts.broken = ''
    echo "no room for the moose" >&2
    false
  ''; }
`
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("rolled-back")
  expect(result.run.exit).toBe(4)
  expect(result.error?.stage).toBe("activate")
  expect(result.error?.evidence.join("\n")).toContain("moose")
})

test("an app whose unit fails (exit 4) is rolled back", async ({
  host,
  serving,
}) => {
  const nix = `{ systemd.services.comfyui.preStart = "exit 7"; }\n`
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("rolled-back")
  expect(result.error?.code).toMatch(/SDOPS_(APP_UNIT_DOWN|UNITS_FAILED)/)
})

test("an app that crashes is rolled back, with its last words", async ({
  host,
  serving,
}) => {
  const nix = `{ systemd.services.comfyui.environment =
    { SDLAB_COMFYUI_FAULTS = "/etc/sdlab/candidate"; }; }
`
  await host.exec(
    "mkdir -p /etc/sdlab/candidate; : > /etc/sdlab/candidate/crash",
  )
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("rolled-back")
  expect(result.error?.code).toBe("SDOPS_APP_UNIT_DOWN")
  expect(result.error?.evidence.join("\n")).toContain("Traceback")
  await host.exec("rm /etc/sdlab/candidate/crash")
})

test("a candidate whose app makes black images is rolled back", async ({
  host,
  serving,
}) => {
  const nix = `{ systemd.services.comfyui.environment.BLACK = "1"; }\n`
  await fault(host, "black-image", "on")
  const result = await deployBroken(host, serving, nix)
  await fault(host, "black-image", "off")
  expect(result.verdict).toBe("rolled-back")
  expect(result.run.exit).toBe(4)
  expect(result.stage).toBe("gate")
  expect(result.error?.code).toBe("SDOPS_BLACK_IMAGE")
})

test("a library that is not the module's is rolled back", async ({
  host,
  serving,
}) => {
  const nix = `{ lib, ... }: { system.systemBuilderCommands = lib.mkAfter ''
    echo 470.256.02 > $out/sdlab/nvidia-lib-version
  ''; }
`
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("rolled-back")
  expect(result.error?.code).toBe("SDOPS_DRIVER_NOT_PROVEN")
  expect(result.error?.evidence.join("\n")).toContain("mismatch")
})

test("a specialisation that runs is what comes back", async ({
  host,
  serving,
}) => {
  const quiet = `{
    specialisation.quiet.configuration.environment.etc."quiet".text = "yes";
  }\n`
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/quiet.nix`]: quiet },
    more: { [host.name]: ["quiet.nix"] },
  })
  const { candidate } = await deployed(fleet, host.name)
  const variant = `${candidate}/specialisation/quiet`
  await host.exec(`${variant}/bin/switch-to-configuration test`)
  const before = await host.system()
  expect(before.current).not.toBe(candidate)
  expect([before.bootDefault, before.profile]).toEqual([candidate, candidate])

  const nix = `{ lib, ... }: {
    systemd.services.comfyui.serviceConfig.ExecStartPre =
      lib.mkForce "/run/current-system/sw/bin/false";
  }\n`
  const result = await deployBroken(host, serving, nix)
  expect(result.verdict).toBe("rolled-back")
  expect(result.notes.join("\n")).toContain("is not the system profile")
  expect((await host.exec("cat /etc/quiet")).stdout).toBe("yes")
  await host.exec(`${candidate}/bin/switch-to-configuration test`)
})

test("a warning of nvidia-smi from before is no fault of a candidate", async ({
  host,
}) => {
  await using fleet = await makeFleet([host], {
    hosts: { [host.name]: { services: { comfyui: { port: 8191 } } } },
  })
  const faults = "/etc/sdlab/gpu/faults"
  await host.exec(`mkdir -p ${faults}; : > ${faults}/info-rom`)
  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  const notes = result.notes?.join("\n")
  expect(notes).toContain("nvidia-smi says: WARNING: infoROM is corrupted")
})
