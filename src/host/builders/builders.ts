import { ask } from "../facts.ts"
import buildersScript from "./builders.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

/** How a builder is asked for; no value may hold a blank. */
export type BuilderPlace = {
  readonly name: string
  readonly uri: string
  /** A private key's path on the host. */
  readonly identity: string
  /** What the host's ssh is given: `user@address`, or an alias. */
  readonly place: string
  /** The pinned host key, in base64 once more. */
  readonly hostKey: string
}

/** What Nix on the host got from a builder. */
export type BuilderAnswer = {
  readonly name: string
  readonly exit: number
  /** JSON of `nix store info`. */
  readonly info: string
  readonly stderr: string
  /** What the builder says unasked, where Nix got no answer. */
  readonly greeting: string
  /** The public key that the builder must let in, if it can be read. */
  readonly key: string | undefined
}

export type BuilderAnswers = {
  readonly answers: readonly BuilderAnswer[]
  /** JSON of `nix derivation show`; undefined when nothing was asked. */
  readonly derivations: string | undefined
  /** Nix's last lines, where derivations could not be read. */
  readonly unread: string
}

/**
 * Has a host look at derivations and at builders, all at once; one round trip.
 * A builder that doesn't answer is a result.
 */
export async function askBuilders(
  shell: HostShell,
  input: {
    readonly builders: readonly BuilderPlace[]
    /** Text of ssh_config that finds them; may be empty. */
    readonly hosts: string
    readonly drvs: readonly string[]
  },
): Promise<BuilderAnswers> {
  const { limits } = shell
  const drvs = input.drvs.map((drv) => storePathSchema.parse(drv))
  const lines = input.builders.map((place) =>
    [place.name, place.uri, place.identity, place.place, place.hostKey].join(
      " ",
    ),
  )
  const facts = await ask(shell, {
    deadline: 2 * limits.connect + limits.probe,
    during: "asking the builders",
    script: buildersScript,
    variables: {
      builder_hosts: input.hosts,
      builders: lines.join("\n"),
      drvs: drvs.join(" "),
      limit: String(limits.connect),
    },
  })
  const of = (name: string, part: string): string =>
    (facts.get(`${name}.${part}`) ?? "").trim()
  return {
    answers: input.builders.map(({ name }) => ({
      exit: Number(of(name, "exit") || 1),
      greeting: of(name, "greeting"),
      info: of(name, "info"),
      key: of(name, "key") || undefined,
      name,
      stderr: of(name, "stderr"),
    })),
    derivations: facts.get("derivations"),
    unread: facts.get("derivations.error") ?? "",
  }
}
