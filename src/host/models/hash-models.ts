import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import hashScript from "./hash-models.sh"

const one = z.object({
  is: z.enum(["dangling", "file", "link", "missing"]),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  size: z.coerce.number().nonnegative().optional(),
  target: z.string().optional(),
})

/** What is at a model's place. */
export type OnDisk = z.infer<typeof one>

type Input = {
  /** Below the folder. */
  readonly files: readonly string[]
  /** The app's folder of models. */
  readonly models: string
  readonly onHashed: (file: string) => void
  /** Whether what wasn't asked for is looked at, too. */
  readonly others: boolean
}

/**
 * Hashes models where an app has them. Out: by file, those that weren't asked
 * for behind the others. Errors: those of `ask`.
 */
export async function hashModels(
  shell: HostShell,
  { files, models, onHashed, others }: Input,
): Promise<ReadonlyMap<string, OnDisk>> {
  const asked = "hashing models"
  const { host, limits } = shell
  const facts = await ask(shell, {
    beside: true,
    deadline: limits.build,
    during: asked,
    onLine: (line, stream) => {
      const file = /^hashed (.+)$/.exec(line)?.[1]
      if (stream === "stderr" && file !== undefined) onHashed(file)
    },
    script: hashScript,
    variables: { all: others ? "1" : "0", files: files.join("\n"), models },
  })
  const found = (facts.get("others") ?? "").split("\n")
  const names = [...files, ...found.filter((name) => name !== "")]
  const parts = ["is", "sha256", "size", "target"]
  return new Map(
    [...new Set(names)].map((file) => {
      const said = parts.map((part) => [part, facts.get(`${part}.${file}`)])
      return [file, fitting(one, Object.fromEntries(said), { asked, host })]
    }),
  )
}
