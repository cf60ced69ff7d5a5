import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { realisedSchema } from "./nix-answer.ts"
import { realiseScript } from "../scripts.ts"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

/**
 * Builds derivations and fetches paths with the settings of `config`, before
 * anything else is built. A path that isn't a derivation can only be fetched:
 * Nix doesn't know how to build it. Ends with the connection. A failure is a
 * result: `exit` and the lines tell.
 */
export async function realise(
  shell: HostShell,
  input: {
    /** Derivations, or what they make. */
    readonly wanted: readonly string[]
    /** Text of NIX_CONFIG. */
    readonly config: string
    /** Text of ssh_config that finds builders; may be empty. */
    readonly hosts: string
    /** Seconds. */
    readonly deadline: number
    /** Lines of stderr; Nix's events begin with `@nix `. */
    readonly onLine: (line: string) => void
  },
): Promise<{ readonly exit: number }> {
  const wanted = input.wanted.map((path) => storePathSchema.parse(path))
  const facts = await ask(shell, {
    deadline: input.deadline,
    during: "the heavy builds",
    onLine: (line, stream) => {
      if (stream === "stderr" && line !== "sdops alive") input.onLine(line)
    },
    script: realiseScript,
    variables: {
      builder_hosts: input.hosts,
      config: input.config,
      wanted: wanted.join(" "),
    },
  })
  return fitting(realisedSchema, Object.fromEntries(facts), {
    asked: "the heavy builds",
    host: shell.host,
  })
}
