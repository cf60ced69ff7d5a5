import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import prefetchScript from "./prefetch-model.sh"

const count = z.coerce.number().nonnegative()

const schema = z.object({
  bytes: count.optional(),
  free: count.optional(),
  outcome: z.enum(["cached", "failed", "fetched", "local", "there"]),
  path: z.string(),
  said: z.string().default(""),
  size: count.optional(),
  status: z.string().default(""),
  why: z
    .enum(["curl", "disk", "hash", "status", "store", "unfit", "upload"])
    .optional(),
})

export type Prefetched = z.infer<typeof schema>

type Input = {
  /** Text of NIX_CONFIG. */
  readonly config: string
  /** Hex, of all that the host declares: what else was fetched is forgotten. */
  readonly declared: readonly string[]
  readonly format: string
  /** A configuration of curl, with what it must not be told in a word. */
  readonly request: string
  /** Hex. */
  readonly sha256: string
  /** The store's name. */
  readonly name: string
  /** Where the app would have it; a file that lies there may be it. */
  readonly place: string
  readonly onProgress: (done: number, all: number | undefined) => void
  /** A cache to upload it to. */
  readonly upload: string | undefined
}

/**
 * Has a model in a host's store, rooted there; fetched by the host itself, if
 * no cache has it. A failure is a result. Errors: those of `ask`.
 */
export async function prefetchModel(
  shell: HostShell,
  input: Input,
): Promise<Prefetched> {
  const { config, format, name, place, request, sha256, upload = "" } = input
  const { host, limits } = shell
  const facts = await ask(shell, {
    beside: true,
    deadline: limits.build,
    during: "fetching a model",
    onLine: (line, stream) => {
      const [, done, all] = /^progress (\d+) (\d+)$/.exec(line) ?? []
      if (stream !== "stderr" || done === undefined) return
      input.onProgress(Number(done), Number(all) || undefined)
    },
    script: prefetchScript,
    stdin: request,
    variables: {
      config,
      declared: input.declared.join(" "),
      format,
      name,
      place,
      patience: String(Math.ceil(limits.sitePatience)),
      sha256,
      silence: String(Math.ceil(limits.modelSite)),
      upload,
    },
  })
  const said = Object.fromEntries(facts)
  return fitting(schema, said, { asked: "fetching a model", host })
}
