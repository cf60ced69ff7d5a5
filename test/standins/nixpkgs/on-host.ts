import { join } from "node:path"
import type { LabHost } from "../../lab/host.ts"
import { must } from "../../lab/run.ts"

const sdopsNix = join(import.meta.dirname, "..", "..", "..", "nix")

export type Evaluated =
  | { readonly ok: true; readonly value: unknown }
  /** What Nix says after its last `error:`, without indentation. */
  | { readonly ok: false; readonly error: string }

export type Evaluate = (expression: string) => Promise<Evaluated>

/**
 * Real Nix on a rehearsal host. The expression knows `nixpkgs` (the flake),
 * `lib`, `sdops` (this project's nix/) and `system` (modules → configuration).
 */
export async function evaluator(host: LabHost): Promise<Evaluate> {
  const packed = await must(["sh", "-c", `tar -C ${sdopsNix} -c . | base64`])
  const unpack = "mkdir -p /tmp/sdops-nix; base64 -d | tar -C /tmp/sdops-nix -x"
  await host.exec(unpack, { input: packed })
  const nixpkgs = (await host.exec("head -n1 /etc/sdlab/nixpkgs")).stdout.trim()
  const prelude = `let
    nixpkgs = builtins.getFlake "path:${nixpkgs}";
    inherit (nixpkgs) lib;
    sdops = /tmp/sdops-nix;
    system = modules: (lib.nixosSystem {
      inherit modules;
      system = "x86_64-linux";
    }).config;
  in `
  const nix = ["nix-instantiate", "--extra-experimental-features", "flakes"]
  return async (expression) => {
    const ran = await host.exec([...nix, "--eval", "--strict", "--json", "-"], {
      input: `${prelude}${expression}`,
    })
    if (ran.exit === 0) return { ok: true, value: JSON.parse(ran.stdout) }
    return { error: lastError(ran.stderr), ok: false }
  }
}

/** The paragraphs after the last `error:` of Nix' output. */
export function lastError(stderr: string): string {
  const [, said = ""] = /.*(?:^|\n) *error:(.*)$/s.exec(stderr) ?? []
  return said.replaceAll(/^ +/gm, "").trim()
}

/** A value as Nix code; JSON's strings aren't Nix's, so it is parsed there. */
export function asNix(value: unknown): string {
  const literal = JSON.stringify(JSON.stringify(value))
  return `(builtins.fromJSON ${literal.replaceAll("${", "\\${")})`
}
