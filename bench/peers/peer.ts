import type { Site } from "./deployer.ts"

/** A deployer that sdops is compared with. */
export type Peer = {
  /** Of the row, and of its folder on the machine that it deploys from. */
  readonly name: string
  /** A folder of this machine that runs wherever Debian does. */
  readonly folder: string
  /** Whether the flake needs the Nix files in the folder. */
  readonly input: boolean
  /** Programs of the folder's `bin` that deploy together, side by side. */
  readonly deploy: (hosts: readonly Target[], site: Site) => readonly Words[]
  /** The same for what says what a deployment would do. */
  readonly plan: (hosts: readonly Target[]) => readonly Words[]
  /** What runs a command on hosts; left out where it has nothing for that. */
  readonly exec?: (hosts: readonly Target[], command: string) => Words
}

export type Target = { readonly address: string; readonly name: string }

type Words = readonly string[]
type Known = Omit<Peer, "folder"> & { readonly variable: string }

/** Where the flake lies on the machine that peers deploy from. */
export const tree = "/root/flake"

const known: readonly Known[] = [
  {
    deploy: (hosts, site) => hosts.map((host) => rebuild("switch", host, site)),
    input: false,
    name: "nixos-rebuild",
    plan: (hosts) => hosts.map((host) => rebuild("dry-build", host, "host")),
    variable: "SDOPS_PEER_NIXOS_REBUILD",
  },
  {
    deploy: (hosts, site) => [apply("switch", hosts, site)],
    exec: (hosts, command) => {
      const flake = ["--config", `path:${tree}`, "--on", namesOf(hosts)]
      return ["colmena", "exec", ...flake, "--", command]
    },
    input: true,
    name: "colmena",
    plan: (hosts) => [apply("dry-activate", hosts, "host")],
    variable: "SDOPS_PEER_COLMENA",
  },
  {
    deploy: (hosts, site) => [deployRs(hosts, site)],
    input: true,
    name: "deploy-rs",
    plan: (hosts) => [[...deployRs(hosts, "host"), "--dry-activate"]],
    variable: "SDOPS_PEER_DEPLOY_RS",
  },
]

/** Of one host; without itself being built anew first. */
function rebuild(action: string, { address, name }: Target, site: Site): Words {
  const flake = ["--no-reexec", "--flake", `path:${tree}#${name}`]
  const login = `root@${address}`
  const there = site === "host" ? ["--build-host", login] : []
  const away = action === "switch" ? [...there, "--target-host", login] : []
  return ["nixos-rebuild", action, ...flake, ...away]
}

function apply(goal: string, hosts: readonly Target[], site: Site): Words {
  const flake = ["--config", `path:${tree}`, "--on", namesOf(hosts)]
  const there = site === "host" ? ["--build-on-target"] : []
  return ["colmena", "apply", goal, ...flake, ...there]
}

function namesOf(hosts: readonly Target[]): string {
  return hosts.map(({ name }) => name).join(",")
}

function deployRs(hosts: readonly Target[], site: Site): Words {
  const flakes = hosts.map(({ name }) => `path:${tree}#${name}`)
  const there = site === "host" ? ["--remote-build"] : []
  return ["deploy", "--skip-checks", ...there, "--targets", ...flakes]
}

/** The peers whose variable names their folder. */
export function peersIn(environment: NodeJS.ProcessEnv): readonly Peer[] {
  return known.flatMap(({ variable, ...peer }) => {
    const folder = environment[variable]
    return folder === undefined || folder === "" ? [] : [{ ...peer, folder }]
  })
}
