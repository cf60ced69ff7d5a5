import { packages } from "../base/packages.ts"
import replaced from "./debian/replaced.json" with { type: "json" }

/** What the compilation of switch-to-configuration needs as well. */
export const forCompiling = ["gcc", "libc6-dev", "libdbus-1-dev", "pkg-config"]

/**
 * What a host that is NixOS has of Debian: what the plain one has, and every
 * package whose files stand for one of nixpkgs.
 */
export const nixosPackages: readonly string[] = [
  ...new Set([
    ...packages,
    ...forCompiling,
    ...replaced.compiler,
    ...replaced.tools,
    ...Object.values(replaced.files).flat(),
  ]),
].toSorted()
