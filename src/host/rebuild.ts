import type { z } from "zod"
import { ask } from "./facts.ts"
import {
  attributeSchema,
  dryActivatedSchema,
  rebuiltSchema,
  sourceSchema,
} from "./nix-answer.ts"
import { dryActivateScript, rebuildScript } from "./scripts.ts"
import type { HostShell } from "./shell.ts"
import { storePathSchema } from "./store-path.ts"

export type Rebuilt = z.infer<typeof rebuiltSchema>
export type DryActivated = z.infer<typeof dryActivatedSchema>

export type RebuildInput = {
  /** All but `build` are for `--engine nixos-rebuild`. */
  readonly action: "boot" | "build" | "switch" | "test"
  readonly source: string
  readonly host: string
  /** From the probe. */
  readonly dialect: "bash" | "python"
  /** Text of NIX_CONFIG. */
  readonly config: string
  /** Text of ssh_config that finds builders; may be empty. */
  readonly hosts: string
  /** Seconds. */
  readonly deadline: number
  /** Lines of stderr; Nix's events begin with `@nix `. */
  readonly onLine: (line: string) => void
}

/**
 * Runs nixos-rebuild on a pushed tree. A build ends with the connection. A
 * failure is a result: `exit` and the lines tell.
 */
export async function rebuild(
  shell: HostShell,
  input: RebuildInput,
): Promise<Rebuilt> {
  const facts = await ask(shell, {
    deadline: input.deadline,
    during: `nixos-rebuild ${input.action}`,
    onLine: (line, stream) => {
      const ours = stream === "stdout" || line === "sdops alive"
      if (!ours) input.onLine(line)
    },
    script: rebuildScript,
    variables: {
      action: input.action,
      builder_hosts: input.hosts,
      config: input.config,
      dialect: input.dialect,
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
    },
  })
  return rebuiltSchema.parse(Object.fromEntries(facts))
}

/**
 * What activating a candidate would do. It takes switch-to-configuration's
 * lock (exit 11: held) and runs its checks, and changes nothing.
 */
export async function dryActivate(
  shell: HostShell,
  input: { readonly candidate: string },
): Promise<DryActivated> {
  const limit = shell.limits.lock
  const facts = await ask(shell, {
    deadline: limit + shell.limits.probe,
    during: "the dry activation",
    script: dryActivateScript,
    variables: {
      candidate: storePathSchema.parse(input.candidate),
      limit: String(limit),
    },
  })
  return dryActivatedSchema.parse(Object.fromEntries(facts))
}
