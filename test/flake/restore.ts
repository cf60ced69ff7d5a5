import type { LabHost } from "../lab/host.ts"

/** Puts an archive on a host as a push does, in a new folder. */
export async function restore(
  host: LabHost,
  archive: Uint8Array,
): Promise<string> {
  const script = `
    folder="$(mktemp -d)"
    base64 -d | nix-store --restore "$folder/tree"
    printf %s "$folder/tree"
  `
  const input = Buffer.from(archive).toString("base64")
  return (await host.exec(script, { input })).stdout
}

/** What Nix makes of an expression, without network. */
export async function evaluate(
  host: LabHost,
  argv: readonly string[],
): Promise<unknown> {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  const { exit, stderr, stdout } = await host.exec([
    "nix",
    ...features,
    "eval",
    "--json",
    "--offline",
    ...argv,
  ])
  if (exit !== 0) throw new Error(`nix eval: ${stderr}`)
  return JSON.parse(stdout)
}

/** The rehearsal nixpkgs as a flake reference. */
export async function nixpkgsOf(host: LabHost): Promise<string> {
  const { stdout } = await host.exec(["cat", "/etc/sdlab/nixpkgs"])
  return `path:${stdout.trim()}`
}
