import { join } from "node:path"
import { LabProblem } from "./problem.ts"

/** Where one lab lives and what its names outside begin with. */
export type Lab = {
  /** Bases, cache and state; everything in it is rebuilt on demand. */
  readonly directory: string
  /** Size of each host's disk, as tmpfs takes it. */
  readonly disk: string
  /** Whether missing Debian packages may be installed. */
  readonly install: boolean
  /** Mirror that wins over the one of the outer machine's apt. */
  readonly mirror: string | undefined
  /** Prefix of bridge, namespaces and cgroup, at most 6 characters. */
  readonly name: string
  /** First three bytes of a /24; .1 is the outer machine. */
  readonly net: string
  /** The suite that Nix comes from, if not from the hosts' own. */
  readonly nixSuite: string | undefined
  /** Seconds between a reboot's end and the next boot: the firmware. */
  readonly rebootDelay: string
  readonly state: string
  readonly suite: string
}

/** The lab of an environment: `SDLAB_DIR`, `SDLAB_NAME`, `SDLAB_NET` … */
export function labFrom(environment: NodeJS.ProcessEnv): Lab {
  const directory = environment["SDLAB_DIR"] ?? "/var/lib/sdops-lab"
  const name = environment["SDLAB_NAME"] ?? "sdlab"
  const net = environment["SDLAB_NET"] ?? "10.213.77"
  if (!/^[a-z][a-z0-9]{0,5}$/.test(name)) {
    throw new LabProblem("SDLAB_NAME must be 1 to 6 of a-z and 0-9")
  }
  if (!/^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(net)) {
    throw new LabProblem("SDLAB_NET must be three bytes, such as 10.213.77")
  }
  const nixSuite = environment["SDLAB_NIX_SUITE"]
  if (nixSuite !== undefined && !/^[a-z-]+$/.test(nixSuite)) {
    throw new LabProblem("SDLAB_NIX_SUITE must be one of Debian's, such as sid")
  }
  return {
    directory,
    disk: environment["SDLAB_DISK"] ?? "1g",
    install: environment["SDLAB_APT"] !== "0",
    mirror: environment["SDLAB_MIRROR"],
    name,
    net,
    nixSuite,
    rebootDelay: environment["SDLAB_REBOOT_DELAY"] ?? "1",
    state: join(directory, "state", name),
    suite: environment["SDLAB_SUITE"] ?? "trixie",
  }
}
