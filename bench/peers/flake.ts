/**
 * The flake that sdops writes, with the peers' Nix files as inputs and what
 * peers want among its outputs. In: its text; name → path in the store.
 */
export function peerFlake(
  text: string,
  inputs: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries(inputs).map(
    ([name, path]) =>
      `    "${name}" = { flake = false; url = "path:${path}"; };\n`,
  )
  return text
    .replace("  inputs = {\n", (start) => start + lines.join(""))
    .replace("./nix/outputs.nix", "./peers.nix")
}
