/** Every nix call says this: hosts need not have flakes enabled. */
const features = [
  "--extra-experimental-features",
  "nix-command flakes",
] as const

/** The argv of what sdops asks of Nix, after `nix`. */
export type NixArguments = readonly string[]

/** A value of the flake as JSON; never locks anew, never asks the network. */
export function evaluate(flake: string, attribute: string): NixArguments {
  const reference = `${flake}#${attribute}`
  return ["eval", ...features, "--json", "--no-update-lock-file", reference]
}

/** What a build would do; parsed by `parseDryRun` from stderr. */
export function dryRun(drv: string): NixArguments {
  return ["build", ...features, "--dry-run", "--no-link", `${drv}^*`]
}

/** The derivation and everything it needs; parsed by `parseDerivations`. */
export function showDerivations(drv: string): NixArguments {
  return ["derivation", "show", ...features, "--recursive", drv]
}

/** What a cache has of paths; parsed by `parsePathInfos`. */
export function pathInfo(
  store: string,
  paths: readonly string[],
): NixArguments {
  const ask = ["--json", "--store", store, "--refresh"]
  return ["path-info", ...features, ...ask, ...paths]
}

/** Whether a store answers, and whether it trusts us. */
export function storeInfo(store: string): NixArguments {
  return ["store", "info", ...features, "--json", "--store", store]
}
