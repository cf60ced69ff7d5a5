import { readFile } from "node:fs/promises"
import { AgeProblem, decryptAge } from "./age-secret.ts"
import type { Context } from "./context.ts"
import { fail } from "./errors/fail.ts"
import { run } from "./process.ts"
import { Secret } from "./secret.ts"

/**
 * The value behind `env:NAME`, `file:PATH`, `age:FILE` or `cmd:COMMAND`; a last
 * newline is not part of it. Errors: `secretMissing`, which never shows the
 * value.
 */
export async function resolveSecret(
  reference: string,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<Secret> {
  const value = await read(reference, context).catch((cause: unknown) => {
    const because = cause instanceof AgeProblem ? [cause.message] : []
    throw fail("secretMissing", { reference }, { because, cause })
  })
  if (value) return new Secret(value.replace(/\r?\n$/, ""))
  throw fail("secretMissing", { reference })
}

async function read(
  reference: string,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<string | undefined> {
  const at = reference.indexOf(":")
  const rest = reference.slice(at + 1)
  switch (reference.slice(0, at)) {
    case "age":
      return decryptAge(rest, context.environment)
    case "env":
      return context.environment[rest]
    case "file":
      return readFile(rest, "utf8")
    case "cmd": {
      // A command of the user's own inventory, for his own shell.
      const ran = await run(["/bin/sh", "-c", rest], {
        deadline: context.limits.connect,
        environment: context.environment,
        signal: context.signal,
      })
      return ran.exit === 0 ? ran.stdout : undefined
    }
    default:
      return undefined
  }
}
