import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { selectHosts } from "../inventory/select/select.ts"
import type { Path } from "../inventory/read/source.ts"

/** A file that declares models, and where in it. */
export type Target = {
  readonly file: string
  readonly hosts: readonly Host[]
  readonly prefix: Path
}

/**
 * Where models of these hosts are declared: in each host's own file; for
 * `fleet`, in the defaults of all. Errors: `unknownHost`.
 */
export function targetsOf(
  fleet: Fleet,
  selector: string,
): { readonly hosts: readonly Host[]; readonly targets: readonly Target[] } {
  if (selector === "fleet") {
    const hosts = [...fleet.hosts.values()]
    const file = "hosts/fleet.yaml"
    return { hosts, targets: [{ file, hosts, prefix: ["defaults"] }] }
  }
  const hosts = selectHosts(fleet, [selector])
  const targets = hosts.map((host) => ({
    file: `hosts/${host.name}.yaml`,
    hosts: [host],
    prefix: [],
  }))
  return { hosts, targets }
}
