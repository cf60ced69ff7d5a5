/** What nixpkgs a host runs, as an input of a flake. */
export type Pin = {
  readonly because: string
  readonly reference: string
}

/** What `nixos-version --json` says. */
export type NixosVersion = {
  readonly release: string | undefined
  readonly revision: string | undefined
  readonly version: string | undefined
}

const revision = /^[0-9a-f]{40}$/

/** Parses the output of `nixos-version --json`; what isn't there is unset. */
export function readNixosVersion(text: string | undefined): NixosVersion {
  const said = parsed(text)
  const version = string(said["nixosVersion"])
  const found = string(said["nixpkgsRevision"])
  return {
    release: /^\d\d\.\d\d/.exec(version ?? "")?.[0],
    revision: found !== undefined && revision.test(found) ? found : undefined,
    version,
  }
}

/**
 * The input that a first plan should have, so that it shows only what sdops
 * adds: the revision that runs. A channel's own may be newer than what runs;
 * the end of the running version tells.
 */
export function pinOf(
  { release, revision: own, version }: NixosVersion,
  channel: string | undefined,
): Pin {
  if (own !== undefined)
    return { because: "its running revision", reference: at(own) }
  const short = /\.([0-9a-f]{7,})$/.exec(version ?? "")?.[1]
  const fits = channel !== undefined && short !== undefined
  if (fits && revision.test(channel) && channel.startsWith(short))
    return { because: "its channel", reference: at(channel) }
  if (release !== undefined)
    return {
      because: "its release: its exact revision is unknown",
      reference: at(`nixos-${release}`),
    }
  return {
    because: "the newest release: its own is unknown",
    reference: at("nixos-26.05"),
  }
}

/** Whether a release is one that a host may begin with (design §1). */
export function isSupported(release: string): boolean {
  return release >= "23.11"
}

function at(reference: string): string {
  return `github:NixOS/nixpkgs/${reference}`
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    return JSON.parse(text ?? "{}") as Record<string, unknown>
  } catch {
    return {}
  }
}

function string(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined
}
