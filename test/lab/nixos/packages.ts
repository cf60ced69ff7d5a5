import { packages } from "../base/packages.ts"
import replaced from "./debian/replaced.json" with { type: "json" }

/** What the compilation of switch-to-configuration needs as well. */
const forCompiling = ["gcc", "libc6-dev", "libdbus-1-dev", "pkg-config"]

/** What NixOS' scripts in Perl import. */
const forPerl = [
  "libconfig-inifiles-perl",
  "libfile-slurp-perl",
  "libjson-perl",
]

/**
 * What a host that is NixOS has of Debian: what the plain one has, and every
 * package whose files stand for one of nixpkgs.
 */
export const nixosPackages: readonly string[] = [
  ...new Set([
    ...packages,
    ...forCompiling,
    ...forPerl,
    ...replaced.compiler,
    ...replaced.tools,
    ...Object.values(replaced.files).flat(),
  ]),
].toSorted()
