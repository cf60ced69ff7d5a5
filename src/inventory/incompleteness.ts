import { fail } from "../errors/fail.ts"
import type { Host } from "./host.ts"

/**
 * What a host lacks before it may be deployed, as far as its inventory tells
 * without Nix; empty when complete (design §6). What its modules give, only
 * evaluation says: see `lacksOfAssertions`.
 */
export function incompleteness(host: Host): string[] {
  return [
    ...(host.hostKey === undefined ? ["no host-key is pinned"] : []),
    ...(host.modules.length === 0
      ? ["no module gives it a root file system and a boot loader"]
      : []),
  ]
}

/**
 * What a host lacks by the assertions that its evaluation failed: NixOS itself
 * asks for a root file system and a boot loader. Source: nixpkgs
 * nixos/modules/tasks/filesystems.nix, system/boot/loader/grub/grub.nix.
 */
export function lacksOfAssertions(assertions: readonly string[]): string[] {
  const says = (part: string): boolean =>
    assertions.some((assertion) => assertion.includes(part))
  const root = says("does not specify your root file system")
  const loader = says("to make the system bootable")
  return [
    ...(root ? ["no module gives it a root file system"] : []),
    ...(loader ? ["no module gives it a boot loader"] : []),
  ]
}

/** Errors: `hostIncomplete` for a host that lacks something. */
export function requireComplete(host: Host): void {
  const lacks = incompleteness(host)
  if (lacks.length === 0) return
  throw fail("hostIncomplete", { host: host.name, lacks }, { host: host.name })
}
