/** What a lock says of one input. */
export type Node = {
  readonly flake?: boolean
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly locked: Readonly<Record<string, unknown>>
  readonly original: Readonly<Record<string, unknown>>
  readonly parent?: readonly string[]
}

const rev = "0123456789abcdef0123456789abcdef01234567"
const narHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
const found = { lastModified: 1_700_000_000, narHash }
const github = { owner: "NixOS", repo: "nixpkgs", type: "github" }
const git = { type: "git", url: "https://git.example.org/y" }
const tarball = { type: "tarball", url: "https://x.example.org/y.tar.gz" }
const channel = "https://channels.nixos.org/nixos-26.05/nixexprs.tar.xz"
const release =
  "https://releases.nixos.org/nixos/26.05/nixos-26.05.1.0123456/nixexprs.tar.xz"

/** References with what real Nixes lock them to. */
export const sound: Readonly<Record<string, Node>> = {
  [`github:NixOS/nixpkgs/${rev}`]: {
    locked: { ...found, ...github, rev },
    original: { ...github, rev },
  },
  "flake:nixpkgs": {
    locked: { ...found, ...github, rev },
    original: { id: "nixpkgs", type: "indirect" },
  },
  "git+https://git.example.org/y": {
    locked: { ...found, ...git, ref: "refs/heads/main", rev, revCount: 7 },
    original: git,
  },
  "git+https://git.example.org/y?dir=a&ref=main&submodules=1": {
    locked: {
      ...found,
      ...git,
      dir: "a",
      ref: "main",
      rev,
      revCount: 7,
      submodules: true,
    },
    original: { ...git, dir: "a", ref: "main", submodules: true },
  },
  "github:NixOS/nixpkgs/nixos-26.05": {
    locked: { ...found, ...github, rev },
    original: { ...github, ref: "nixos-26.05" },
  },
  "github:me/x/feature/a?dir=sub&host=git.corp.example": {
    locked: {
      ...found,
      dir: "sub",
      host: "git.corp.example",
      owner: "me",
      repo: "x",
      rev,
      type: "github",
    },
    original: {
      dir: "sub",
      host: "git.corp.example",
      owner: "me",
      ref: "feature/a",
      repo: "x",
      type: "github",
    },
  },
  [channel]: {
    locked: { ...found, type: "tarball", url: release },
    original: { type: "tarball", url: channel },
  },
  "https://git.example.org/me/x/archive/main.tar.gz": {
    locked: {
      ...found,
      rev,
      type: "tarball",
      url: `https://git.example.org/me/x/archive/${rev}.tar.gz?rev=${rev}`,
    },
    original: {
      type: "tarball",
      url: "https://git.example.org/me/x/archive/main.tar.gz",
    },
  },
  "https://x.example.org/y.tar.gz": {
    locked: { ...found, ...tarball },
    original: tarball,
  },
  "path:/srv/a%20b": {
    locked: { ...found, path: "/srv/a b", type: "path" },
    original: { path: "/srv/a b", type: "path" },
  },
}

/** A lock of one input, `nixpkgs`, and what it brings. */
export function lockOf(
  node: unknown,
  others: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    nodes: {
      nixpkgs: node,
      root: { inputs: { nixpkgs: "nixpkgs" } },
      ...others,
    },
    root: "root",
    version: 7,
  })
}
