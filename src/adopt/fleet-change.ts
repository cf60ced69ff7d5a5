import { fail } from "../errors/fail.ts"
import type { Addition } from "../inventory/edit/add-host.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { newFleetText } from "../inventory/edit/new-host.ts"
import type { FlakeModule } from "./configuration/flake-module.ts"
import type { Pin } from "./pin.ts"

/** What adopting a host does to the fleet's own file. */
export type FleetChange = {
  readonly fleet: () => Promise<Addition["fleet"]>
  /** The fleet's nixpkgs, afterwards. */
  readonly nixpkgs: Pin
  readonly notes: readonly string[]
}

/**
 * A first fleet begins with the nixpkgs that the host runs; one that is there
 * keeps its own and gets the flake as an input. Errors: `usage` when another
 * input has the flake's name.
 */
export function fleetChange(
  fleet: Fleet | undefined,
  pin: Pin,
  flake: FlakeModule | undefined,
  asked: string | undefined,
  host: string,
): FleetChange {
  const own = flake === undefined ? {} : { [flake.input]: flake.reference }
  if (fleet === undefined) {
    const nixpkgs =
      asked === undefined ? pin : { because: "as asked", reference: asked }
    const inputs = { nixpkgs: nixpkgs.reference, ...own }
    const because = reasonFor(nixpkgs, host)
    return {
      fleet: async () => ({ text: await newFleetText({ because, inputs }) }),
      nixpkgs,
      notes: [],
    }
  }
  const there = flake === undefined ? undefined : fleet.inputs[flake.input]
  if (flake !== undefined && ![undefined, flake.reference].includes(there))
    throw fail("usage", {
      problem: `the fleet's input ${flake.input} is ${there}`,
      try: [`grep -n ${flake.input} hosts/fleet.yaml`],
    })
  const reference = fleet.inputs["nixpkgs"] ?? ""
  const edits =
    flake === undefined || there !== undefined
      ? []
      : [
          {
            do: "set",
            path: ["inputs", flake.input],
            value: flake.reference,
          } as const,
        ]
  const differs = reference !== pin.reference
  return {
    fleet: async () => ({ edits }),
    nixpkgs: { because: "the fleet's own", reference },
    notes: differs
      ? [`the fleet's nixpkgs is ${reference}, the host's ${pin.reference}`]
      : [],
  }
}

/** Comment lines for the fleet's own file. */
function reasonFor({ because, reference }: Pin, host: string): string[] {
  return /\/[0-9a-f]{40}$/.test(reference)
    ? [
        `What ${host} ran when it was adopted, so that the first plan`,
        "shows only what sdops adds.",
      ]
    : [`Of ${host}: ${because}.`]
}
