import { fail } from "../../errors/fail.ts"
import type { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import {
  attributeSchema,
  dryActivatedSchema,
  rebuiltSchema,
  sourceSchema,
} from "./nix-answer.ts"
import { recordsIn } from "../record/records.ts"
import { runningIn } from "../record/running.ts"
import dryActivateScript from "../switch/dry-activate.sh"
import rebuildScript from "./rebuild.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

export type DryActivated = z.infer<typeof dryActivatedSchema>

export type RebuildInput = {
  readonly action: "boot" | "switch" | "test"
  readonly source: string
  readonly host: string
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
 * Has nixos-rebuild switch to a pushed tree, which it evaluates by itself; it
 * goes on without the connection. A failure is a result: the lines tell.
 * Output: its exit. Errors: `noRebuild` where there is none that sdops knows.
 */
export async function rebuild(
  shell: HostShell,
  input: RebuildInput,
): Promise<number> {
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
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
    },
  })
  const { host } = shell
  const said = Object.fromEntries(facts)
  const asked = `nixos-rebuild ${input.action}`
  const { dialect, exit } = fitting(rebuiltSchema, said, { asked, host })
  if (exit !== undefined) return exit
  throw fail("noRebuild", { found: dialect }, { host })
}

/**
 * What activating a candidate would do. It takes switch-to-configuration's
 * lock and runs its checks, and changes nothing. Errors: `hostLocked` and
 * `switchLocked` when others hold the lock until `limits.lock`.
 */
export async function dryActivate(
  shell: HostShell,
  input: { readonly candidate: string },
): Promise<DryActivated> {
  const { host, limits } = shell
  const facts = await ask(shell, {
    deadline: 2 * limits.lock + limits.probe,
    during: "the dry activation",
    script: dryActivateScript,
    variables: {
      candidate: storePathSchema.parse(input.candidate),
      limit: String(limits.lock),
      lock_limit: String(limits.lock),
    },
  })
  const asked = "the dry activation"
  const said = Object.fromEntries(facts)
  const dry = fitting(dryActivatedSchema, said, { asked, host })
  if (dry.exit !== lockHeld) return dry
  const running = runningIn(recordsIn(facts))
  if (running !== undefined) throw fail("hostLocked", { ...running, host })
  const holder = facts.get("lock-holder") || "a process that can't be seen"
  throw fail("switchLocked", { holder, host, seconds: limits.lock })
}

/** What switch-to-configuration exits with when it doesn't get its lock. */
const lockHeld = 11
