import { createHash } from "node:crypto"
import { nar } from "../../../src/flake/nar.ts"
import { realise } from "../../../src/host/build/realise.ts"
import { evaluate } from "../../../src/host/nix/evaluate.ts"
import { push } from "../../../src/host/nix/push.ts"
import type { HostShell } from "../../../src/host/shell.ts"

/** A flake of one host, whose system is a file. */
export const flake = (builder: string) => `{
  outputs = _: let
    toplevel = derivation {
      args = [ "-c" "${builder}" ];
      builder = "/bin/sh";
      name = "nixos-system-tree";
      system = "x86_64-linux";
    };
  in {
    nixosConfigurations.tree.config.system.build.toplevel = toplevel;
    sdops.tree = { system = toplevel.drvPath; toplevel = toplevel.outPath; };
  };
}
`

export async function pushed(shell: HostShell, text: string) {
  const content = Buffer.from(text)
  const archive = nar(new Map([["flake.nix", { content, executable: false }]]))
  const hash = createHash("sha256").update(archive).digest("hex")
  return push(shell, { hash, nar: archive })
}

/** The system's derivation, as the plan names it. */
export async function planned(
  shell: HostShell,
  source: string,
): Promise<string> {
  const asked = { config: "", survey: false, host: "tree", source }
  const { json = "" } = await evaluate(shell, asked)
  return (JSON.parse(json) as { system: string }).system
}

export function building(
  shell: HostShell,
  system: string,
  onLine: (line: string) => void = () => {},
) {
  return realise(shell, {
    config: "",
    deadline: 60,
    hosts: "",
    of: { host: "tree" },
    onLine,
    wanted: [system],
  })
}
