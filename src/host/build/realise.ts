import { createHash } from "node:crypto"
import { fail } from "../../errors/fail.ts"
import { assignments } from "../../remote/script.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { goesOn } from "./goes-on.ts"
import { aboutText } from "./build-about.ts"
import { attributeSchema, realisedSchema } from "../nix/nix-answer.ts"
import realiseScript from "./realise.sh"
import runBuildScript from "./run-build.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

export type Realised = {
  /** Derivations that the store no longer has. */
  readonly collected: readonly string[]
  readonly exit: number
}

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

/**
 * Builds derivations and fetches paths with the settings of `config`; nothing
 * is evaluated. A path that isn't a derivation can only be fetched: Nix doesn't
 * know how to build it. It goes on without the connection; who asks for the
 * same meanwhile follows it. A failure is a result: `exit` and the lines tell,
 * and `collected` names derivations that are gone. Errors: `buildEnded`; those
 * of the connection, which say how to come back.
 */
export async function realise(
  shell: HostShell,
  input: RealiseInput,
): Promise<Realised> {
  const { variables, ...build } = buildOf(input)
  const during = input.of === "heavy" ? "the heavy builds" : "the build"
  const { host } = shell
  let begun: string | undefined
  const asked = ask(shell, {
    beside: input.beside === true,
    deadline: input.deadline,
    during,
    onLine: (line, stream) => {
      if (stream !== "stderr") return
      begun ??= /^sdops: .* build ([0-9a-f]{12})\b/.exec(line)?.[1]
      input.onLine(line)
    },
    script: realiseScript,
    variables: {
      ...build,
      build_text: assignments(variables) + runBuildScript,
      id: variables.id,
      settings: hashOf(variables.config),
      wanted: variables.wanted,
    },
  })
  const facts = await asked.catch((error: unknown) => {
    throw begun === undefined ? error : goesOn(error, begun, host)
  })
  const said = Object.fromEntries(facts)
  const { collected, exit } = fitting(realisedSchema, said, {
    asked: during,
    host,
  })
  if (typeof exit === "number") return { collected, exit }
  const details = { cancelled: exit === "cancelled", id: begun ?? "", on: host }
  throw fail("buildEnded", details, { host })
}

/** What runs on the host, under the name that the same build always has. */
function buildOf(input: RealiseInput) {
  const { config, hosts, of } = input
  const paths = input.wanted.map((path) => storePathSchema.parse(path))
  const wanted = paths.toSorted().join(" ")
  const shared = of !== "heavy" && "hosts" in of
  const keep = rootOf(of)
  const key = JSON.stringify([wanted, keep])
  const id = hashOf(key)
  const going = shared ? "1" : "0"
  const variables = { builder_hosts: hosts, config, going, id, keep, wanted }
  return { about: aboutOf(input), shared: shared ? "1" : "0", variables }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12)
}

/** Several hosts' systems get roots one by one (`handOut`). */
function rootOf(of: RealiseInput["of"]): string {
  if (of === "heavy") return "heavy/result"
  return "host" in of ? `build-${attributeSchema.parse(of.host)}` : ""
}

function aboutOf({ of }: RealiseInput): string {
  if (of === "heavy") return aboutText({ hosts: [], what: "heavy" })
  const hosts = "host" in of ? [of.host] : of.hosts
  return aboutText({ hosts: hosts.toSorted(), what: "systems" })
}
