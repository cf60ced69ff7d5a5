/**
 * What the system of a host is made of: the rehearsal nixpkgs and stand-ins for
 * NixOS' programs, or the modules and programs of a whole nixpkgs.
 */
export type Kind = "nixos" | "stand-in"

/** The kind that hosts of tests have: `SDLAB_KIND=nixos` makes them NixOS. */
export function kindFrom(environment: NodeJS.ProcessEnv): Kind {
  return environment["SDLAB_KIND"] === "nixos" ? "nixos" : "stand-in"
}
