import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { logIn } from "../../remote/log-in.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { openPlace, pushTree } from "./on-sites.ts"

/** Of any Nix since 2.18, whatever it has turned on. */
const features = "nix-command flakes repl-flake"

/**
 * Opens Nix' prompt on a site, with a host's `config`, `options` and `pkgs` in
 * scope. Changes nothing but a pushed source tree. Output: the prompt's exit
 * code. Errors: those of connecting and of pushing.
 */
export async function openRepl(
  fleet: Fleet,
  { host, site }: { readonly host: Host; readonly site: Host },
  context: RemoteContext,
): Promise<number> {
  const place = await openPlace(fleet, site, context)
  let source: string
  {
    await using _connection = place.link.connection
    source = (await pushTree(fleet, host.name, place)).source
  }
  const command = [
    ...(site.user === "root" ? [] : ["sudo"]),
    "nix",
    "--extra-experimental-features",
    `'${features}'`,
    "repl",
    "--no-write-lock-file",
    `'path:${source}#nixosConfigurations.${host.name}'`,
  ]
  // The tree is root's alone; sudo asks for its password by itself.
  return logIn(site, [command.join(" ")], context, ["-t"])
}
