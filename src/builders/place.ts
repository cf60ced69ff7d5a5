import type { Derivation } from "../nix/derivation.ts"
import type { Machine } from "./machine.ts"

type Wanted = Pick<
  Derivation,
  "drv" | "name" | "requiredSystemFeatures" | "system"
>

/** Where a derivation can be built. */
export type Place = {
  readonly drv: string
  readonly name: string
  /** Names of builders; none: no builder offers what it needs. */
  readonly on: readonly string[]
  /** Such as `x86_64-linux with {big-parallel}`. */
  readonly needs: string
}

/**
 * Which builders can build each derivation, by what they claim. Source: Nix's
 * build-remote.cc: the system is among the machine's, all required features
 * are offered, and all mandatory features are required.
 */
export function placeAll(
  wanted: readonly Wanted[],
  machines: readonly Machine[],
): readonly Place[] {
  return wanted.map((derivation) => ({
    drv: derivation.drv,
    name: derivation.name,
    needs: needsOf(derivation),
    on: machines
      .filter((machine) => offers(machine, derivation))
      .map(({ name }) => name),
  }))
}

function offers(machine: Machine, derivation: Wanted): boolean {
  const { requiredSystemFeatures: required, system } = derivation
  const mandatory = machine.mandatoryFeatures
  const offered = [...machine.features, ...mandatory]
  return (
    machine.systems.includes(system) &&
    required.every((feature) => offered.includes(feature)) &&
    mandatory.every((feature) => required.includes(feature))
  )
}

function needsOf({ requiredSystemFeatures: required, system }: Wanted): string {
  return required.length === 0
    ? system
    : `${system} with {${required.join(", ")}}`
}
