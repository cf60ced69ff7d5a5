import { dirname, join } from "node:path"
import type { LabHost } from "../../lab/host.ts"
import { must } from "../../lab/run.ts"
import { type Library, place, realNixpkgs } from "./libraries.ts"

const sdopsNix = join(import.meta.dirname, "..", "..", "..", "nix")

export type Evaluated =
  | { readonly ok: true; readonly value: unknown }
  /** What Nix says after its last `error:`, without indentation. */
  | { readonly ok: false; readonly error: string }

export type Evaluate = (expression: string) => Promise<Evaluated>

/**
 * Evaluates on a rehearsal host, by real Nix. The expression knows `nixpkgs`
 * (the rehearsal's flake), `lib`, `sdops` (this project's nix/) and `system`
 * (modules → configuration), the last two of the library asked for.
 */
export async function evaluator(
  host: LabHost,
  library: Library = "rehearsal",
): Promise<Evaluate> {
  const prelude = await preludeOn(host, library)
  const argv = [nix("nix-instantiate"), "--eval", "--strict", "--json", "-"]
  return async (expression) => {
    const input = `${prelude}${expression}`
    const ran = await host.exec(argv.flat(), { deadline: 120, input })
    if (ran.exit === 0) return { ok: true, value: JSON.parse(ran.stdout) }
    return { error: lastError(ran.stderr), ok: false }
  }
}

/** The same for many expressions, each by a Nix of its own, in one call. */
export async function evaluateAll(
  host: LabHost,
  expressions: readonly string[],
  library: Library = "rehearsal",
): Promise<Evaluated[]> {
  const prelude = await preludeOn(host, library)
  const lines = expressions.map((expression) =>
    Buffer.from(`${prelude}${expression}`).toString("base64"),
  )
  const input = `${lines.join("\n")}\n`
  const ran = await host.exec(`${eachLine}`, { deadline: 240, input })
  return ran.stdout
    .trim()
    .split("\n")
    .map((line) => {
      const [exit, out = "", said = ""] = line.split(" ").map(decode)
      if (exit === "0\n") return { ok: true, value: JSON.parse(out) }
      return { error: lastError(said), ok: false }
    })
}

/** Two at a time; exit, stdout and stderr of each on a line, in base64. */
const eachLine = `
  set -eu
  cd "$(mktemp -d)"
  n=0
  while read -r line; do
    n=$((n + 1))
    echo "$line" | base64 -d > $n.nix
  done
  seq $n | xargs -P 2 -I{} sh -c '
    ${nix("nix-instantiate").join(" ")} --eval --strict --json {}.nix \\
      > {}.out 2> {}.err
    echo $? > {}.exit'
  for k in $(seq $n); do
    for part in exit out err; do
      printf "%s " "$(base64 -w0 $k.$part)"
    done
    echo
  done
`

function decode(text: string): string {
  return Buffer.from(text, "base64").toString("utf8")
}

/**
 * A value with all of nixpkgs, `whole`, whose derivations are in the store
 * afterwards. Errors: Nix's own words; the cause is all that it said.
 */
export async function instantiate(
  host: LabHost,
  expression: string,
): Promise<unknown> {
  const prelude = await preludeOn(host, "SDOPS_NIXPKGS")
  const words = ["--eval", "--strict", "--json", "--read-write-mode", "-"]
  const argv = [nix("nix-instantiate"), words].flat()
  const input = `${prelude}${expression}`
  const ran = await host.exec(argv, { deadline: 300, input })
  const { stderr } = ran
  if (ran.exit !== 0) throw new Error(lastError(stderr), { cause: stderr })
  return JSON.parse(ran.stdout)
}

/** Builds what such an expression says; gives its store path. */
export async function builder(host: LabHost) {
  const prelude = await preludeOn(host, "rehearsal")
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

async function preludeOn(host: LabHost, library: Library): Promise<string> {
  const packed = await must(["sh", "-c", `tar -C ${sdopsNix} -c . | base64`])
  const unpack = "mkdir -p /tmp/sdops-nix; base64 -d | tar -C /tmp/sdops-nix -x"
  await host.exec(unpack, { input: packed })
  const nixpkgs = (await host.exec("head -n1 /etc/sdlab/nixpkgs")).stdout.trim()
  const real =
    library === "rehearsal" ? undefined : await place(host, realNixpkgs())
  const base = real?.nixos ?? `${nixpkgs}/nixos`
  return `let
    nixpkgs = builtins.getFlake "path:${nixpkgs}";
    lib = import ${real?.lib ?? `${nixpkgs}/lib`} // {
      nixosSystem = args: import ${base}/lib/eval-config.nix
        ({ inherit lib; system = null; } // args);
    };
    whole = { inherit lib; outPath = ${dirname(base)}; };
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
