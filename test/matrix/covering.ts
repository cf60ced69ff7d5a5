import { isEnd, type Stage, stages } from "./cell.ts"
import { type FaultName, faultNames, table } from "./table.ts"

export type Place = readonly [Stage, FaultName]

/**
 * The cells of a host that is NixOS, where each deployment evaluates all of
 * nixpkgs: each fault and each stage at least once, and most where the host is
 * on its own.
 */
export const covering: readonly Place[] = [
  ["connect", "network cut and healed"],
  ["probe", "sshd dead"],
  ["push", "disk full"],
  ["plan", "power cut"],
  ["guard", "plain nixos-rebuild"],
  ["build", "controller killed"],
  ["build", "network cut for good"],
  ["lock", "/run full"],
  ["lock", "nvidia-smi that hangs"],
  ["lock", "reboot by someone else"],
  ["drain", "controller frozen a minute"],
  ["drain", "power cut"],
  ["drain", "supervisor killed"],
  ["activate", "activation that hangs"],
  ["activate", "network cut for good"],
  ["activate", "reload that hangs"],
  ["activate", "supervisor frozen for good"],
  ["gate", "app never ready"],
  ["gate", "controller killed"],
  ["gate", "disk full"],
  ["gate", "plain nixos-rebuild"],
  ["gate", "power cut"],
  ["gate", "second deployer"],
  ["gate", "supervisor frozen and thawed"],
  ["gate", "unit that fails"],
  ["commit", "controller killed"],
  ["commit", "network cut and healed"],
  ["commit", "plain nixos-rebuild"],
  ["commit", "supervisor killed"],
  ["restore", "power cut"],
  ["restore", "supervisor killed"],
  ["report", "network cut for good"],
]

/** Every cell that can be, the long ones first. */
export const whole: readonly Place[] = stages
  .toReversed()
  .flatMap((stage) =>
    faultNames
      .filter((fault) => isEnd(table[fault][stage]))
      .map((fault) => [stage, fault] as const),
  )
