/** Flakes that a channel of the name was made of, and their modules. */
const flakes: Readonly<
  Record<string, { readonly at: string; readonly module: string }>
> = {
  agenix: { at: "github:ryantm/agenix", module: "default" },
  disko: { at: "github:nix-community/disko", module: "disko" },
  "home-manager": {
    at: "github:nix-community/home-manager",
    module: "home-manager",
  },
  impermanence: {
    at: "github:nix-community/impermanence",
    module: "impermanence",
  },
  "sops-nix": { at: "github:Mic92/sops-nix", module: "sops" },
}

const packages = /^(nixpkgs|nixos|unstable)\b|^(nixpkgs|nixos)?-?unstable/

/**
 * What replaces a path of the search path, such as `<nixpkgs>`. In: how it is
 * used; behind `import` it is a package set or a library, else a module.
 */
export function insteadOf(search: string, by: "import" | "other"): string {
  const [name = "", ...rest] = search.slice(1, -1).split("/")
  const below = rest.join("/")
  if (name === "nixos-config") return "remove it: modules name the files"
  if (name.endsWith("-overlays"))
    return "copy the overlays here and list them in nixpkgs.overlays"
  if (name === "nixpkgs" && below.startsWith("nixos/modules/")) {
    const path = below.slice("nixos/modules".length)
    return `take the argument modulesPath and write (modulesPath + "${path}")`
  }
  if (name === "nixpkgs" || name === "nixos")
    return below === ""
      ? "use the argument pkgs"
      : `take the argument pkgs and write (pkgs.path + "/${below}")`
  if (below === "" && (by === "import" || packages.test(name)))
    return packageSet(name)
  if (name === "nixos-hardware")
    return moduleOf(
      name,
      "github:NixOS/nixos-hardware",
      below.replace(/\/default\.nix$/, "").replaceAll("/", "-"),
    )
  const flake = flakes[name]
  if (flake !== undefined && by === "other")
    return moduleOf(name, flake.at, flake.module)
  const take = `add its flake as the input ${name} to hosts/fleet.yaml; then`
  const path = below === "" ? "" : `/${below}`
  const file = `take the argument inputs and write "\${inputs.${name}}${path}"`
  return `${take} ${file}, or one of its nixosModules`
}

function packageSet(name: string): string {
  const branch = /^nixos-|^nixpkgs-/.test(name) ? name : "nixos-unstable"
  const at = packages.test(name)
    ? `github:NixOS/nixpkgs/${branch}`
    : "its flake"
  return (
    `add the input ${name} (${at}) to hosts/fleet.yaml, take the argument ` +
    `inputs, write inputs.${name} and hand it ` +
    "{ inherit (pkgs.stdenv.hostPlatform) system; } too"
  )
}

function moduleOf(name: string, at: string, module: string): string {
  return (
    `remove it, add the input ${name} (${at}) to hosts/fleet.yaml and ` +
    `${name}#nixosModules.${module} to modules`
  )
}

/** A repository, or an archive of a branch, tag or revision of it. */
const forge =
  /^https:\/\/github\.com\/([^/]+)\/([^/]+?)(?:\.git|\/archive\/(?:refs\/(?:heads|tags)\/)?(.+?)\.(?:tar\.gz|zip))?$/

/** How a download without a hash gets one, or becomes an input. */
export function insteadOfFetching(
  fetcher: string,
  url: string | undefined,
): string {
  const [, owner, repository, revision] = forge.exec(url ?? "") ?? []
  const at = revision === undefined ? "" : `/${revision}`
  const reference = `github:${owner}/${repository}${at}`
  const input =
    owner === undefined
      ? "make it an input in hosts/fleet.yaml"
      : `make it an input in hosts/fleet.yaml, ${repository}: ${reference}, ` +
        `take the argument inputs and write inputs.${repository}`
  switch (fetcher) {
    case "fetchTarball":
    case "fetchurl": {
      const unpack = fetcher === "fetchTarball" ? "--unpack " : ""
      const said =
        url === undefined
          ? ""
          : `, which \`nix-prefetch-url ${unpack}${url}\` says on the host`
      return `add its sha256${said}; or ${input}`
    }
    case "getFlake":
      return `make it an input in hosts/fleet.yaml, or add its rev`
    default:
      return `add its rev; or ${input}`
  }
}

/**
 * What replaces an absolute path that isn't copied. In: the function that
 * reads it, `imports` for a module, undefined for a path without quotes.
 */
export function insteadOfOutside(text: string, by: string | undefined): string {
  const name = text.replace(/\/$/, "").replace(/^.*\//, "") || "…"
  const copy = `copy it beside this file and write ./${name}`
  if (by === undefined) return `quote it if the host reads it, else ${copy}`
  if (by === "pathExists")
    return "the host's files aren't visible there: write false"
  const isCode = ["imports", "import"].includes(by) || by.startsWith("call")
  return isCode ? copy : `write its content, or ${copy}`
}
