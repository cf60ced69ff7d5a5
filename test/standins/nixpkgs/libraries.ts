import { existsSync } from "node:fs"
import { join } from "node:path"
import type { LabHost } from "../../lab/host.ts"
import { must } from "../../lab/run.ts"

/** Whose module system: the rehearsal nixpkgs' or that of SDOPS_NIXPKGS. */
export type Library = "SDOPS_NIXPKGS" | "rehearsal"

export const libraries: readonly Library[] = ["rehearsal", "SDOPS_NIXPKGS"]

/** A folder that SDOPS_NIXPKGS names: nixpkgs, or its `lib` alone. */
type Nixpkgs = { readonly folder: string; readonly whole: boolean }

/** Whether a library can't be had, so that its tests are skipped. */
export function isMissing(library: Library): boolean {
  return library === "SDOPS_NIXPKGS" && !process.env["SDOPS_NIXPKGS"]
}

/** Whether SDOPS_NIXPKGS names more than nixpkgs' lib: all of nixpkgs. */
export function isWhole(): boolean {
  return !isMissing("SDOPS_NIXPKGS") && realNixpkgs().whole
}

/** Errors: no folder of that kind. */
export function realNixpkgs(): Nixpkgs {
  const folder = process.env["SDOPS_NIXPKGS"] ?? ""
  if (!existsSync(join(folder, "lib", "default.nix")))
    throw new Error(`SDOPS_NIXPKGS: ${folder} has no lib/default.nix`)
  const whole = existsSync(join(folder, "nixos/lib/eval-config.nix"))
  return { folder, whole }
}

/** Copies it to a host once; what a whole one has replaces the rehearsal's. */
export async function place(host: LabHost, { folder, whole }: Nixpkgs) {
  const to = "/tmp/real-nixpkgs"
  const there = await host.exec(["test", "-e", `${to}/lib`])
  if (there.exit !== 0) {
    // Its files, and the derivations of several systems.
    if (whole) await host.disk("4g")
    const parts = whole ? "--exclude=./.git ." : "lib"
    const pack = `tar -C "$1" -cz ${parts} | base64`
    const packed = await must(["sh", "-c", pack, "sh", folder])
    const unpack = `mkdir -p ${to}; base64 -d | tar -C ${to} -xz`
    await host.exec(unpack, { deadline: 300, input: packed })
  }
  return whole
    ? { lib: `${to}/lib`, nixos: `${to}/nixos` }
    : { lib: `${to}/lib`, nixos: undefined }
}
