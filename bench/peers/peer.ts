/** A deployer that sdops is compared with. */
export type Peer = {
  /** Of the row, and of its folder on the machine that it deploys from. */
  readonly name: string
  /** A folder of this machine that runs wherever Debian does. */
  readonly folder: string
  /** Whether the flake needs the Nix files in the folder. */
  readonly input: boolean
  /** Programs of the folder's `bin` that deploy together, side by side. */
  readonly deploy: (hosts: readonly Target[]) => readonly Words[]
  /** The same for what says what a deployment would do. */
  readonly plan: (hosts: readonly Target[]) => readonly Words[]
}

export type Target = { readonly address: string; readonly name: string }

type Words = readonly string[]
type Known = Omit<Peer, "folder"> & { readonly variable: string }

/** Where the flake lies on the machine that peers deploy from. */
export const tree = "/root/flake"

// All build on the hosts, as sdops does there.
const known: readonly Known[] = [
  {
    deploy: (hosts) => hosts.map((host) => rebuild("switch", host)),
    input: false,
    name: "nixos-rebuild",
    plan: (hosts) => hosts.map((host) => rebuild("dry-build", host)),
    variable: "SDOPS_PEER_NIXOS_REBUILD",
  },
  {
    deploy: (hosts) => [apply("switch", hosts)],
    input: true,
    name: "colmena",
    plan: (hosts) => [apply("dry-activate", hosts)],
    variable: "SDOPS_PEER_COLMENA",
  },
  {
    deploy: (hosts) => [deployRs(hosts)],
    input: true,
    name: "deploy-rs",
    plan: (hosts) => [[...deployRs(hosts), "--dry-activate"]],
    variable: "SDOPS_PEER_DEPLOY_RS",
  },
]

/** Of one host; without itself being built anew first. */
function rebuild(action: string, { address, name }: Target): Words {
  const flake = ["--no-reexec", "--flake", `path:${tree}#${name}`]
  const login = `root@${address}`
  const there = ["--build-host", login, "--target-host", login]
  const away = action === "switch" ? there : []
  return ["nixos-rebuild", action, ...flake, ...away]
}

function apply(goal: string, hosts: readonly Target[]): Words {
  const on = hosts.map(({ name }) => name).join(",")
  const flake = ["--config", `path:${tree}`, "--on", on]
  return ["colmena", "apply", goal, ...flake, "--build-on-target"]
}

function deployRs(hosts: readonly Target[]): Words {
  const flakes = hosts.map(({ name }) => `path:${tree}#${name}`)
  const flags = ["--skip-checks", "--remote-build"]
  return ["deploy", ...flags, "--targets", ...flakes]
}

/** The peers whose variable names their folder. */
export function peersIn(environment: NodeJS.ProcessEnv): readonly Peer[] {
  return known.flatMap(({ variable, ...peer }) => {
    const folder = environment[variable]
    return folder === undefined || folder === "" ? [] : [{ ...peer, folder }]
  })
}
