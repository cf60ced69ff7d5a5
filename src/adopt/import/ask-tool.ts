import type { ZodType } from "zod"
import { fail } from "../../errors/fail.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { lastLines } from "../../remote/strip.ts"
import { run } from "../../process.ts"

type Question<Answer> = {
  readonly argv: readonly [string, ...string[]]
  readonly from: string
  readonly schema: ZodType<Answer>
  /** What is read, in words. */
  readonly source: string
}

/**
 * What a program on this machine answers as JSON; undefined where there is no
 * such program. Errors: `importSource` with its last lines, `interrupted`.
 */
export async function askTool<Answer>(
  { argv, from, schema, source }: Question<Answer>,
  { environment, limits, signal }: RemoteContext,
): Promise<Answer | undefined> {
  const limit = { most: limits.output * 1024 * 1024 }
  const ran = await run(argv, {
    cwd: from,
    deadline: limits.evaluate,
    environment,
    most: { stderr: limit, stdout: limit },
    signal,
  })
  if (signal.aborted) throw fail("interrupted", { state: "nothing was added" })
  if (ran.why === "missing") return undefined
  const evidence = lastLines(ran.stderr)
  if (ran.exit !== 0) throw fail("importSource", { source }, { evidence })
  try {
    return schema.parse(JSON.parse(ran.stdout))
  } catch (cause) {
    const because = [`${argv[0]} gave something else than hosts`]
    throw fail("importSource", { source }, { because, cause, evidence })
  }
}
