import { expect } from "vitest"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { deployed, type SdopsOptions } from "./sdops.ts"
import { expectQuiet, serves } from "./serves.ts"

/** What the initial system of a rehearsal host boots with. */
export const booted = "580.173.02"
/** Another driver that knows the GPU. */
export const other = "550.54.14"

/** So that a step that never ends is given up within seconds. */
export const hasty: SdopsOptions = {
  environment: { SDOPS_LIMIT_DRIVER: "3", SDOPS_LIMIT_READY: "20" },
}

/** Configuration that chooses a driver, of which nothing is fetched. */
export function driverPackage(version: string): string {
  const hash = `sha256-${"A".repeat(43)}=`
  return `hardware.nvidia.package = lib.mkForce
    (config.boot.kernelPackages.nvidiaPackages.mkDriver {
      openSha256 = "${hash}";
      persistencedSha256 = "${hash}";
      settingsSha256 = "${hash}";
      sha256_64bit = "${hash}";
      version = "${version}";
    });`
}

/** A module that chooses a driver, with more of the same configuration. */
export function driverModule(version: string, more = ""): string {
  return `{ config, lib, pkgs, ... }: {
    ${driverPackage(version)}
    ${more}
  }
`
}

/** A fleet of one host whose driver the tests choose by `useDriver`. */
export function driverFleet(
  host: LabHost,
  version = booted,
  own: Readonly<Record<string, unknown>> = {},
): Promise<LabFleet> {
  return makeFleet([host], {
    files: { [`${host.name}/driver.nix`]: driverModule(version) },
    hosts: { [host.name]: own },
    more: { [host.name]: ["driver.nix"] },
  })
}

export async function useDriver(
  fleet: LabFleet,
  host: LabHost,
  version: string,
  more = "",
): Promise<void> {
  const edit = () => driverModule(version, more)
  await editFleet(fleet, `${host.name}/driver.nix`, edit)
}

/** Says in the inventory how many GPUs the host has. */
export async function declareGpus(
  fleet: LabFleet,
  host: LabHost,
  count: number,
): Promise<void> {
  await editFleet(fleet, `${host.name}.yaml`, (text) => {
    const { gpu, ...file } = JSON.parse(text)
    return JSON.stringify({ ...file, gpu: { ...gpu, count } })
  })
}

/** A fault of the GPU's layer; of one driver only when it is named. */
export async function gpuFault(
  host: LabHost,
  name: string,
  version = "",
): Promise<AsyncDisposable> {
  const file = `/etc/sdlab/gpu/faults/${name}`
  const made = await host.exec(
    `mkdir -p /etc/sdlab/gpu/faults; printf '%s' '${version}' >${file}`,
  )
  expect(made.exit).toBe(0)
  const end = async () => void (await host.exec(["rm", "-f", file]))
  return { [Symbol.asyncDispose]: end }
}

/**
 * A line of the kernel's log, once the supervisor has looked at it: a rehearsal
 * host has no kernel of its own, so its journalctl says it.
 */
export async function kernelSays(
  host: LabHost,
  line: string,
): Promise<AsyncDisposable> {
  const real = "/usr/bin/journalctl"
  const made = await host.exec(`
    mv ${real} ${real}.real
    cat >${real} <<'END'
#!/bin/sh
case " $* " in
  *' --show-cursor '*) : >/run/sdlab-kernel-looked ;;
  *' --dmesg '*)
    [ ! -e /run/sdlab-kernel-looked ] || echo '${line}' ;;
esac
exec ${real}.real "$@"
END
    chmod +x ${real}`)
  expect(made.exit).toBe(0)
  const end = async () =>
    void (await host.exec(
      `mv -f ${real}.real ${real}; rm -f /run/sdlab-kernel-looked`,
    ))
  return { [Symbol.asyncDispose]: end }
}

/** Versions of every loaded module, and what nvidia-smi says. */
export async function driverOf(host: LabHost) {
  const script = `
    sort -u /sys/module/nvidia/version /sys/module/nvidia_*/version
    timeout 5 /run/current-system/sw/bin/nvidia-smi \\
      --query-gpu=driver_version --format=csv,noheader`
  return (await host.exec(script)).stdout.trim().split("\n")
}

/** The host serves with that driver, and nothing is held down any more. */
export async function expectDriver(
  host: LabHost,
  version: string,
): Promise<void> {
  expect(await driverOf(host)).toEqual([version, version])
  await serves(host)
  const script = `
    systemctl is-active nvidia-persistenced.service comfyui.service
    ls /run/systemd/system.control 2>/dev/null
    systemctl list-units --state=failed --plain --no-legend`
  expect((await host.exec(script)).stdout).toBe("active\nactive\n")
  await expectQuiet(host)
}

/** Deploys what must fail: driver and system are as before afterwards. */
export async function turnsBack(
  fleet: LabFleet,
  host: LabHost,
  options: SdopsOptions = hasty,
) {
  const [{ length }, before] = [await driverOf(host), await host.system()]
  const [version = ""] = await driverOf(host)
  expect(length).toBe(2)
  const boot = await host.bootId()
  const result = await deployed(fleet, host.name, [], options)
  expect(result.verdict).toBe("rolled-back")
  expect(result.run.exit).toBe(4)
  expect(await host.system()).toEqual(before)
  expect(await host.bootId()).toBe(boot)
  return { ...result, version }
}
