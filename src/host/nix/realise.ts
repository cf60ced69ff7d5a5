import { createHash } from "node:crypto"
import type { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { attributeSchema, realisedSchema } from "./nix-answer.ts"
import realiseScript from "./realise.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

export type Realised = z.infer<typeof realisedSchema>

export type RealiseInput = {
  /** Derivations, or what they make. */
  readonly wanted: readonly string[]
  /**
   * What is wanted, which names its GC root: what is heavy, or the system of
   * this host, or of several, which are rooted one by one (`handOut`).
   */
  readonly of:
    | "heavy"
    | { readonly host: string }
    | { readonly hosts: readonly string[] }
  /** Whether other questions are asked meanwhile. */
  readonly beside?: boolean
  /** Text of NIX_CONFIG. */
  readonly config: string
  /** Text of ssh_config that finds builders; may be empty. */
  readonly hosts: string
  /** Seconds. */
  readonly deadline: number
  /** Lines of stderr; Nix's events begin with `@nix `. */
  readonly onLine: (line: string) => void
}

function rootOf(of: RealiseInput["of"]): string {
  if (of === "heavy") return "heavy/result"
  if ("host" in of) return `build-${attributeSchema.parse(of.host)}`
  const key = createHash("sha256").update(of.hosts.toSorted().join(" "))
  return `union-${key.digest("hex").slice(0, 12)}/result`
}

/**
 * Builds derivations and fetches paths with the settings of `config`; nothing
 * is evaluated. A path that isn't a derivation can only be fetched: Nix doesn't
 * know how to build it. Ends with the connection. A failure is a result: `exit`
 * and the lines tell, and `collected` names derivations that are gone.
 */
export async function realise(
  shell: HostShell,
  input: RealiseInput,
): Promise<Realised> {
  const wanted = input.wanted.map((path) => storePathSchema.parse(path))
  const { of } = input
  const during = of === "heavy" ? "the heavy builds" : "the build"
  const facts = await ask(shell, {
    beside: input.beside === true,
    deadline: input.deadline,
    during,
    onLine: (line, stream) => {
      if (stream === "stderr" && line !== "sdops alive") input.onLine(line)
    },
    script: realiseScript,
    variables: {
      builder_hosts: input.hosts,
      config: input.config,
      going: of !== "heavy" && "hosts" in of ? "1" : "0",
      keep: rootOf(of),
      wanted: wanted.join(" "),
    },
  })
  return fitting(realisedSchema, Object.fromEntries(facts), {
    asked: during,
    host: shell.host,
  })
}
