import { z } from "zod"
import type { Secret } from "../../secret.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import pushClosureScript from "./push-closure.sh"
import type { HostShell } from "../shell.ts"

const schema = z.object({
  closure: z.string().default(""),
  exit: z.coerce.number().int().optional(),
  json: z.string().default(""),
  stage: z.enum(["sign", "copy", "sign-there"]).optional(),
  stderr: z.string().default(""),
  system: z.string().default(""),
})

export type PushedClosure = Omit<z.infer<typeof schema>, "closure"> & {
  /** Store paths; empty where there was nothing to push. */
  readonly closure: readonly string[]
}

/** Links that a host's systems are found by. */
const links = {
  built: "/nix/var/nix/gcroots/sdops/build-",
  running: "/run/current-system",
} as const

/**
 * Signs the closure of a host's system there and uploads it to a cache. The key
 * and the login go by stdin into the script's memory. A failure is a result:
 * `exit`, `stage` and `stderr` tell. Errors: those of `ask`.
 */
export async function pushClosure(
  shell: HostShell,
  input: {
    /** Text of NIX_CONFIG. */
    readonly config: string
    /** A pattern of store names; undefined: the whole closure. */
    readonly heavy: string | undefined
    readonly key: Secret
    /** `id:secret` or `id:secret:token` of S3, else the host's own. */
    readonly login?: Secret | undefined
    readonly onLine: (line: string) => void
    /** That runs now, or that `deploy --goal build` made last. */
    readonly system: keyof typeof links
    readonly to: string
  },
): Promise<PushedClosure> {
  const link = links[input.system]
  const facts = await ask(shell, {
    deadline: shell.limits.build,
    during: "the push",
    onLine: (line, stream) => {
      if (stream === "stderr") input.onLine(line)
    },
    script: pushClosureScript,
    stdin: `${input.key.reveal()}\n${input.login?.reveal() ?? ""}\n`,
    variables: {
      config: input.config,
      heavy: input.heavy ?? "",
      system_link: link.endsWith("-") ? `${link}${shell.host}` : link,
      to: input.to,
    },
  })
  const asked = "copying to the cache"
  const { host } = shell
  const said = Object.fromEntries(facts)
  const parsed = fitting(schema, said, { asked, host })
  const closure = parsed.closure.split("\n").filter((path) => path !== "")
  return { ...parsed, closure }
}
