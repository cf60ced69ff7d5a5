import {
  type Health,
  type HealthQuestion,
  lookAtHealth,
} from "../host/health/health.ts"
import type { HostFacts } from "../host/probe/probe.ts"
import type { HostShell } from "../host/shell.ts"
import type { Host } from "../inventory/host.ts"
import { modelsOf } from "../models/declared.ts"
import { modelsFolder } from "../models/on-hosts/verify.ts"
import { parseNixSettings } from "../nix/host-settings.ts"
import { plainUrl } from "../nix/plain-url.ts"
import type { HostSight } from "./sight.ts"

/** Asks a host about its health, as its inventory and its probe say what of. */
export function askHealth(
  shell: HostShell,
  { facts, fleet, host }: Pick<HostSight, "facts" | "fleet" | "host">,
  units: readonly string[],
): Promise<Health> {
  return lookAtHealth(shell, {
    caches: calledCaches(fleet, facts),
    databases: databasesOf(facts),
    models: placesOf(host),
    ports: (facts.hostFile?.apps ?? []).map(({ port }) => port),
    units,
  })
}

/** The fleet's caches that the host asks by HTTP. */
function calledCaches(
  { caches }: HostSight["fleet"],
  { nixSettings }: HostFacts,
): readonly string[] {
  const known = parseNixSettings(nixSettings)?.substituters.map(plainUrl) ?? []
  return caches
    .map(({ url }) => plainUrl(url))
    .filter((url) => /^https?:/.test(url) && known.includes(url))
}

/** Of ComfyUI alone it is known that they are sqlite's. */
function databasesOf({ hostFile }: HostFacts): HealthQuestion["databases"] {
  const apps = hostFile?.apps ?? []
  return apps
    .filter(({ name }) => name === "comfyui")
    .flatMap(({ stateFiles = [], unit }) =>
      stateFiles.map((file) => ({ file, unit })),
    )
}

function placesOf(host: Host): HealthQuestion["models"] {
  const files = modelsOf(host).map(({ file }) => file)
  const has = host.services.comfyui?.enable === true
  return { files, folder: has ? modelsFolder(host) : undefined }
}
