import { existsSync, realpathSync } from "node:fs"
import { hostname } from "node:os"

/**
 * What nix is asked to build: the attribute is quoted, so a dot in a host's
 * name is safe. `reference` is what follows --flake.
 */
export function installable(
  reference: string,
  attribute: "nixos-rebuild" | "toplevel",
  splitAt: "first" | "last",
): string {
  const at =
    splitAt === "first" ? reference.indexOf("#") : reference.lastIndexOf("#")
  const flake = at < 0 ? reference : reference.slice(0, at)
  const name = (at < 0 ? "" : reference.slice(at + 1)) || hostname()
  const system = `nixosConfigurations."${name}"`
  return `${flake}#${system}.config.system.build.${attribute}`
}

/** The flake of a machine that keeps one in /etc/nixos. */
export function ownFlake(): string | undefined {
  const file = "/etc/nixos/flake.nix"
  if (!existsSync(file)) return undefined
  return realpathSync(file).replace(/\/flake\.nix$/, "")
}
