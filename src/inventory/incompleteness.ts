import { fail } from "../errors/fail.ts"
import type { Host } from "./host.ts"

/**
 * What a host lacks before it may be deployed, as far as its inventory tells
 * without Nix; empty when complete (design §6). Whether its modules really
 * give it a root file system and a boot loader, only evaluation says: NixOS's
 * own assertions do, and the plan shows them.
 */
export function incompleteness(host: Host): string[] {
  return [
    ...(host["host-key"] === undefined ? ["no host-key is pinned"] : []),
    ...(host.modules.length === 0
      ? ["no module gives it a root file system and a boot loader"]
      : []),
  ]
}

/** Errors: `hostIncomplete` for a host that lacks something. */
export function requireComplete(host: Host): void {
  const lacks = incompleteness(host)
  if (lacks.length === 0) return
  throw fail("hostIncomplete", { host: host.name, lacks }, { host: host.name })
}
