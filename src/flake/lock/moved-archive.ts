/**
 * Whether an archive's address is the lasting one that its server gives it: its
 * `Link` header with `rel="immutable"`. Taken are only those that can't be
 * somebody else's archive. Source: Nix's manual, Lockable HTTP Tarball
 * Protocol.
 */
export function movedArchive(from: unknown, to: unknown): boolean {
  if (!URL.canParse(String(from)) || !URL.canParse(String(to))) return false
  const [old, now] = [new URL(String(from)), new URL(String(to))]
  if (old.protocol !== now.protocol && now.protocol !== "https:") return false
  return (
    sameRepository(old, now) || channelRelease(old, now) || pinned(old, now)
  )
}

/** A forge's own: `/owner/name/archive/main.tar.gz` and that of a commit. */
function sameRepository(old: URL, now: URL): boolean {
  const part = /^\/[^/]+\/[^/]+\/archive\//
  const [mine] = part.exec(old.pathname) ?? []
  const [theirs] = part.exec(now.pathname) ?? []
  return old.host === now.host && mine !== undefined && mine === theirs
}

/** `channels.nixos.org/nixos-26.05/…`, `nixos.org/channels/nixos-26.05/…`. */
function channelRelease(old: URL, now: URL): boolean {
  const path =
    old.host === "channels.nixos.org"
      ? old.pathname
      : old.host === "nixos.org"
        ? old.pathname.replace(/^\/channels\//, "/")
        : ""
  const [, kind, version, file] =
    /^\/(nixos|nixpkgs)-([\w.-]+)\/([\w.-]+)$/.exec(path) ?? []
  if (kind === undefined || now.host !== "releases.nixos.org") return false
  const folder =
    kind === "nixpkgs" ? "/nixpkgs/" : `/${kind}/${String(version)}/`
  return (
    now.pathname.startsWith(folder) &&
    /^[\w.+-]+$/.test(now.pathname.slice(folder.length).split("/")[0] ?? "") &&
    now.pathname.split("/").at(-1) === file
  )
}

/** FlakeHub's: `/f/owner/name/…` and `api.…/f/pinned/owner/name/…`. */
function pinned(old: URL, now: URL): boolean {
  const [, mine] = /^\/f\/([^/]+\/[^/]+)\//.exec(old.pathname) ?? []
  const [, theirs] = /^\/f\/pinned\/([^/]+\/[^/]+)\//.exec(now.pathname) ?? []
  return (
    old.host === "flakehub.com" &&
    now.host === "api.flakehub.com" &&
    mine !== undefined &&
    mine === theirs
  )
}
