/** A deployer that sdops is compared with. */
export type Peer = {
  /** Of the row, and of the program in the folder's `bin`. */
  readonly name: string
  /** A folder of this machine that runs wherever Debian does. */
  readonly folder: string
  /** The words that deploy what the flake in `tree` says to a host. */
  readonly deploy: (place: PeerPlace) => readonly string[]
  /** The words that say what a deployment would do. */
  readonly plan: (place: PeerPlace) => readonly string[]
}

export type PeerPlace = {
  readonly address: string
  readonly host: string
  /** Where the flake lies. */
  readonly tree: string
}

type Known = Omit<Peer, "folder"> & { readonly variable: string }

const known: readonly Known[] = [
  {
    deploy: ({ address, host, tree }) => [
      "switch",
      ...flake(tree, host),
      "--build-host",
      `root@${address}`,
      "--target-host",
      `root@${address}`,
    ],
    name: "nixos-rebuild",
    plan: ({ host, tree }) => ["dry-build", ...flake(tree, host)],
    variable: "SDOPS_PEER_NIXOS_REBUILD",
  },
]

/** Without itself being built anew first. */
function flake(tree: string, host: string): readonly string[] {
  return ["--no-reexec", "--flake", `path:${tree}#${host}`]
}

/** The peers whose variable names their folder. */
export function peersIn(environment: NodeJS.ProcessEnv): readonly Peer[] {
  return known.flatMap(({ variable, ...peer }) => {
    const folder = environment[variable]
    return folder === undefined || folder === "" ? [] : [{ ...peer, folder }]
  })
}
