import { ask } from "../facts.ts"
import checkBuilderScript from "./check-builder.sh"
import type { HostShell } from "../shell.ts"

/** A derivation that a builder is to build. */
export type Probe = {
  readonly key: string
  readonly system: string
  readonly features: readonly string[]
}

export type Probed = {
  readonly probe: Probe
  readonly exit: number
  /** Nix's events and messages. */
  readonly stderr: string
}

/**
 * Has a host's Nix build new derivations on one builder and nowhere else; one
 * round trip. A build that fails is a result.
 */
export async function checkBuilder(
  shell: HostShell,
  input: {
    /** Text of NIX_CONFIG. */
    readonly config: string
    /** Text of ssh_config that finds builders; may be empty. */
    readonly hosts: string
    /** A line of nix.conf's machines. */
    readonly machine: string
    /** Makes the derivations unlike all others; letters, digits and dashes. */
    readonly nonce: string
    readonly probes: readonly Probe[]
  },
): Promise<readonly Probed[]> {
  const { limits } = shell
  const lines = input.probes.map(({ features, key, system }) =>
    [key, system, features.join(",") || "-"].join(" "),
  )
  const facts = await ask(shell, {
    beside: true,
    deadline: limits.builderProbe + limits.probe,
    during: "the check of a builder",
    script: checkBuilderScript,
    variables: {
      builder_hosts: input.hosts,
      config: input.config,
      limit: String(limits.builderProbe),
      machine: input.machine,
      nonce: input.nonce,
      probes: lines.join("\n"),
    },
  })
  return input.probes.map((probe) => ({
    exit: Number(facts.get(`${probe.key}.exit`) ?? 1),
    probe,
    stderr: facts.get(`${probe.key}.stderr`) ?? "",
  }))
}
