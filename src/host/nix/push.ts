import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { sourceSchema } from "./nix-answer.ts"
import pushScript from "./push.sh"
import type { HostShell } from "../shell.ts"

const inputSchema = z.object({
  hash: z.string().regex(/^[a-z0-9]{16,64}$/),
  nar: z.instanceof(Uint8Array),
})

/** Where a tree of that hash lies on every host. */
export function sourceOf(hash: string): string {
  return `/nix/var/sdops/sources/${hash}`
}

/**
 * Puts a source tree onto the host as /nix/var/sdops/sources/HASH, unless it is
 * there. The tree is a NAR. Returns its folder there.
 * Errors: `hostScript` when it didn't arrive whole; those of `ask`.
 */
export async function push(
  shell: HostShell,
  input: {
    readonly hash: string
    readonly nar: Uint8Array
    /** Whether other questions are asked meanwhile. */
    readonly beside?: boolean
  },
): Promise<{ readonly source: string; readonly present: boolean }> {
  const { hash, nar } = inputSchema.parse(input)
  const facts = await ask(shell, {
    beside: input.beside === true,
    deadline: shell.limits.probe,
    during: "pushing the source tree",
    script: pushScript,
    variables: {
      hash,
      nar: gzipSync(nar).toString("base64"),
      nar_hash: createHash("sha256").update(nar).digest("hex"),
    },
  })
  const source = fitting(sourceSchema, facts.get("source"), {
    asked: "pushing the source tree",
    host: shell.host,
  })
  return { present: facts.get("present") === "1", source }
}
