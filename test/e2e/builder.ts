import type { LabHost } from "../lab/host.ts"

/** What a fleet says of a rehearsal host that builds for others. */
export function builderOf(host: LabHost, more: object = {}) {
  return {
    address: host.address,
    features: ["big-parallel"],
    "host-key": host.hostKey,
    "max-jobs": 2,
    ...more,
  }
}

/** Lets a host build on another one, and do nothing else there. */
export async function letIn(
  builder: LabHost,
  host: LabHost,
  user = "root",
): Promise<void> {
  const home = user === "root" ? "/root" : `/home/${user}`
  const line = `restrict,command="nix-daemon --stdio" ${host.hostKey}`
  await builder.exec(`echo '${line}' >>${home}/.ssh/authorized_keys`)
}

/** A module that makes the heavy packages others than before. */
export function architecture(name: string, seconds = 2): string {
  return `{ nixpkgs.config = {
    cudaCapabilities = [ "${name}" ];
    torchSeconds = ${seconds};
  }; }\n`
}
