/** Which nixos-rebuild a host has, as the probe finds out. */
export type Rebuild =
  | { readonly dialect: "bash" }
  | { readonly dialect: "python"; readonly flags: ReadonlySet<string> }
  | { readonly dialect: "unknown"; readonly because: string }

/**
 * Reads the answer of `nixos-rebuild build --no-reexec --frobnicate`, which
 * runs nothing: the old bash one doesn't know the first flag and exits 1, the
 * Python one exits 2 with its usage. Source: recordings of all three versions.
 */
export function readRebuildProbe(exit: number, output: string): Rebuild {
  if (exit === 1 && /unknown option [`'"]--no-reexec/.test(output)) {
    return { dialect: "bash" }
  }
  if (exit === 2 && /unrecognized arguments: --frobnicate/.test(output)) {
    const flags = output.matchAll(/--[a-z][a-z0-9-]+/g)
    const found = new Set([...flags].map(([flag]) => flag))
    found.delete("--frobnicate")
    return { dialect: "python", flags: found }
  }
  const [line = ""] = output.trim().split("\n")
  return { dialect: "unknown", because: `exit ${exit}: ${line}` }
}

export type RebuildInput = {
  readonly action: "boot" | "build" | "dry-activate" | "switch" | "test"
  /** A folder or flake URL, without `#`. */
  readonly flake: string
  /** The name under `nixosConfigurations`. */
  readonly host: string
  readonly maxJobs?: number | undefined
  readonly keepGoing?: boolean | undefined
}

/**
 * The argv of nixos-rebuild, with flags that every dialect takes, each value a
 * word of its own and no `-v`. Substituters, keys and builders go by
 * NIX_CONFIG. Errors: `TypeError` for a host or flake that some dialect would
 * read differently.
 */
export function rebuildCommand(
  rebuild: Exclude<Rebuild, { dialect: "unknown" }>,
  { action, flake, host, keepGoing, maxJobs }: RebuildInput,
): string[] {
  if (!/^[A-Za-z0-9_.-]+$/.test(host)) {
    throw new TypeError(`${JSON.stringify(host)} is no name of a host`)
  }
  if (!/^[^#"'\s-][^#"'\s]*$/.test(flake)) {
    throw new TypeError(`${JSON.stringify(flake)} is no flake for all dialects`)
  }
  return [
    "nixos-rebuild",
    action,
    "--flake",
    `${flake}#${host}`,
    "--log-format",
    "internal-json",
    "--no-update-lock-file",
    ...(keepGoing === true ? ["--keep-going"] : []),
    ...(maxJobs === undefined ? [] : ["--max-jobs", String(maxJobs)]),
    ...noReexec(rebuild, action),
  ]
}

/** `build` and `dry-activate` never do; others would build a nixos-rebuild. */
function noReexec(
  rebuild: Exclude<Rebuild, { dialect: "unknown" }>,
  action: RebuildInput["action"],
): string[] {
  if (action === "build" || action === "dry-activate") return []
  if (rebuild.dialect === "bash") return ["--fast"]
  return rebuild.flags.has("--no-reexec") ? ["--no-reexec"] : []
}
