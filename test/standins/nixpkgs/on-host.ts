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
 * Evaluates on a rehearsal host, by real Nix. The expression knows `nixpkgs`
 * (the flake), `lib`, `sdops` (this project's nix/) and `system` (modules →
 * configuration).
 */
export async function evaluator(host: LabHost): Promise<Evaluate> {
  const prelude = await preludeOn(host)
  const argv = [nix("nix-instantiate"), "--eval", "--strict", "--json", "-"]
  return async (expression) => {
    const input = `${prelude}${expression}`
    const ran = await host.exec(argv.flat(), { input })
    if (ran.exit === 0) return { ok: true, value: JSON.parse(ran.stdout) }
    return { error: lastError(ran.stderr), ok: false }
  }
}

/** Builds what such an expression says; gives its store path. */
export async function builder(host: LabHost) {
  const prelude = await preludeOn(host)
  const argv = [nix("nix-build"), "--no-out-link", "-"].flat()
  return async (expression: string): Promise<string> => {
    const input = `${prelude}${expression}`
    const ran = await host.exec(argv, { deadline: 120, input })
    if (ran.exit !== 0) throw new Error(ran.stderr)
    return ran.stdout.trim()
  }
}

function nix(program: string): string[] {
  return [program, "--extra-experimental-features", "flakes"]
}

async function preludeOn(host: LabHost): Promise<string> {
  const packed = await must(["sh", "-c", `tar -C ${sdopsNix} -c . | base64`])
  const unpack = "mkdir -p /tmp/sdops-nix; base64 -d | tar -C /tmp/sdops-nix -x"
  await host.exec(unpack, { input: packed })
  const nixpkgs = (await host.exec("head -n1 /etc/sdlab/nixpkgs")).stdout.trim()
  return `let
    nixpkgs = builtins.getFlake "path:${nixpkgs}";
    inherit (nixpkgs) lib;
    sdops = /tmp/sdops-nix;
    system = modules: (lib.nixosSystem {
      inherit modules;
      system = "x86_64-linux";
    }).config;
  in `
}

/** The paragraphs after the last `error:` of Nix' output. */
export function lastError(stderr: string): string {
  const [, said = ""] = /.*(?:^|\n) *error:(.*)$/s.exec(stderr) ?? []
  return said.replaceAll(/^ +/gm, "").trim()
}
