import { expect } from "vitest"
import { test } from "../../lab/test.ts"
import { isWhole } from "./libraries.ts"
import { evaluator, instantiate } from "./on-host.ts"
import { optionFacts, optionNames } from "./option-facts.ts"

type Fact = { readonly default: string | null; readonly type: string }
type Facts = Readonly<Record<string, Fact | null>>

/** What takes the same values, or nearly, and is said in other words. */
const inOtherWords: readonly string[] = [
  // Elements that are checked further there, or less.
  "boot.kernel.sysctl",
  "environment.sessionVariables",
  "environment.variables",
  "fileSystems.<name>.depends",
  "fileSystems.<name>.device",
  "fileSystems.<name>.fsType",
  "fileSystems.<name>.label",
  "fileSystems.<name>.mountPoint",
  "fileSystems.<name>.options",
  "networking.defaultGateway",
  "nix.settings",
  "services.openssh.settings",
  "system.nixos.label",
  // A null is written otherwise.
  "nix.buildMachines.*.protocol",
  // Types that nixpkgs describes by hand.
  "environment.shells",
  "hardware.nvidia.branch",
  "nixpkgs.overlays",
  "nixpkgs.pkgs",
  "specialisation.<name>.configuration",
  "system.activationScripts",
  "system.build",
  "system.path",
  "users.users.<name>.shell",
  // The release.
  "system.nixos.codeName",
  "system.nixos.release",
]

test.skipIf(!isWhole())(
  "the rehearsal nixpkgs has types and defaults of all of nixpkgs",
  async ({ host }) => {
    const asked = optionFacts(optionNames)
    const evaluate = await evaluator(host)
    const ours = await evaluate(asked)
    if (!ours.ok) throw new Error(ours.error)
    const real = (await instantiate(host, asked)) as Facts
    const small = ours.value as Facts
    const differing = optionNames.filter((name) =>
      differs(small[name] ?? null, real[name] ?? null),
    )
    expect(differing.toSorted()).toEqual(inOtherWords.toSorted())
  },
)

function differs(ours: Fact | null, real: Fact | null): boolean {
  if (ours === null || real === null) return true
  if (worded(ours.type) !== worded(real.type)) return true
  // One that is computed there can't be compared.
  return real.default !== null && real.default !== ours.default
}

/** Newer releases put brackets where older ones have none. */
function worded(type: string): string {
  return type.replaceAll(/[()]|open submodule of /g, "")
}
