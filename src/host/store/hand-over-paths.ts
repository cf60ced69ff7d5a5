import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import absentScript from "./absent.sh"
import handOutScript from "./hand-out.sh"
import { attributeSchema } from "../nix/nix-answer.ts"
import type { HostShell } from "../shell.ts"
import signScript from "./sign.sh"
import { storePathSchema } from "../store-path.ts"
import takeInScript from "./take-in.sh"

const words = z
  .string()
  .default("")
  .transform((said) => said.split(/\s+/).filter(Boolean))

const handedOut = z.object({
  closure: words,
  /** Derivations that the system is made by, of those that were asked for. */
  of: words,
  valid: z.enum(["0", "1"]).transform((said) => said === "1"),
})

export type HandedOut = z.infer<typeof handedOut>

/**
 * Asks a build site for what a host's system consists of, and keeps it there;
 * a system that wasn't built is an answer.
 */
export async function handOut(
  shell: HostShell,
  input: {
    /** Derivations of which those are named that the system needs. */
    readonly built: readonly string[]
    readonly host: string
    readonly system: string
    readonly toplevel: string
  },
): Promise<HandedOut> {
  const facts = await ask(shell, {
    beside: true,
    deadline: shell.limits.probe,
    during: "looking at what was built",
    script: handOutScript,
    variables: {
      built: joined(input.built),
      keep: `build-${attributeSchema.parse(input.host)}`,
      system_drv: storePathSchema.parse(input.system),
      toplevel: storePathSchema.parse(input.toplevel),
    },
  })
  return fitting(handedOut, Object.fromEntries(facts), {
    asked: "the build site",
    host: shell.host,
  })
}

/** Which of these paths a host's store lacks. */
export async function absentOn(
  shell: HostShell,
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return []
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "looking for store paths",
    script: absentScript,
    variables: { paths: joined(paths) },
  })
  return words.parse(facts.get("absent"))
}

const signedPaths = z.object({
  exit: z.coerce.number().int(),
  /** Text of `nix path-info --json`. */
  json: z.string().default("{}"),
  /** The site's public key, `name:base64`. */
  key: z.string().regex(/^[^\s:]+:[A-Za-z0-9+/]{43}=$/, "a public key"),
  stderr: z.string().default(""),
})

export type SignedPaths = z.infer<typeof signedPaths>

/** Has a build site sign paths with its own key; a failure is a result. */
export async function signPaths(
  shell: HostShell,
  input: { readonly name: string; readonly paths: readonly string[] },
): Promise<SignedPaths> {
  const facts = await ask(shell, {
    beside: true,
    deadline: shell.limits.evaluate,
    during: "signing what was built",
    script: signScript,
    variables: {
      name: attributeSchema.parse(input.name),
      paths: joined(input.paths),
    },
  })
  return fitting(signedPaths, Object.fromEntries(facts), {
    asked: "the build site",
    host: shell.host,
  })
}

const takenIn = z.object({
  exit: z.coerce.number().int(),
  /** Whether paths are missing that only the site has. */
  lacks: z.enum(["0", "1"]).transform((said) => said === "1"),
  /** How many paths only the site had. */
  missing: z.coerce.number().int().default(0),
})

export type TakenIn = z.infer<typeof takenIn>

/**
 * Brings paths into a host's store, from its caches and then from a build site;
 * none without a signature that counts. Ends with the connection. A failure is
 * a result: `exit` and the lines tell.
 */
export async function takeIn(
  shell: HostShell,
  input: {
    /** Those of `paths` that caches may have. */
    readonly cached: readonly string[]
    /** Text of NIX_CONFIG, with the site's public key. */
    readonly config: string
    readonly host: string
    /** Text of ssh_config that finds the site; may be empty. */
    readonly hosts: string
    readonly onLine: (line: string) => void
    /** Those that the host lacks. */
    readonly paths: readonly string[]
    /** The site's store URI; empty where the host can't reach it. */
    readonly store: string
    readonly toplevel: string
  },
): Promise<TakenIn> {
  const facts = await ask(shell, {
    deadline: shell.limits.build,
    during: "the copy from the build site",
    onLine: (line, stream) => {
      if (stream === "stderr" && line !== "sdops alive") input.onLine(line)
    },
    script: takeInScript,
    variables: {
      builder_hosts: input.hosts,
      cached: joined(input.cached),
      config: input.config,
      keep: `build-${attributeSchema.parse(input.host)}`,
      paths: joined(input.paths),
      store: input.store,
      toplevel: storePathSchema.parse(input.toplevel),
    },
  })
  return fitting(takenIn, Object.fromEntries(facts), {
    asked: "the copy from the build site",
    host: shell.host,
  })
}

function joined(paths: readonly string[]): string {
  return paths.map((path) => storePathSchema.parse(path)).join(" ")
}
