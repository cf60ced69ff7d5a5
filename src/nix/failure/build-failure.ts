import { fail } from "../../errors/fail.ts"
import type { Circumstances, SdopsError } from "../../errors/sdops-error.ts"
import { parseStorePath } from "../store-path.ts"
import { buildEnding, endedBySignal } from "./build-ending.ts"
import type { Problem } from "./problem.ts"

/**
 * A build that failed: on which machine, and what its log says at its end: a
 * compiler that a signal ended, memory that ran out, tests by name, or else
 * Nix's own reason. Pure.
 */
export function buildFailure(
  cause: Problem,
  {
    builder = (uri) => uri,
    name,
  }: {
    readonly builder: ((uri: string) => string) | undefined
    readonly name: string
  },
  at: Circumstances,
): SdopsError {
  const { drv, machine } = cause
  const on = machine === undefined ? undefined : builder(machine)
  const about = { drv, name, on, ssh: sshOf(machine) }
  const signal = signalOf(cause.block)
  const ending =
    buildEnding(cause.log) ??
    (signal === undefined ? undefined : endedBySignal(signal))
  switch (ending?.how) {
    case "crashed":
      return fail("buildCrashed", { ...about, ...ending }, at)
    case "no-memory":
      return fail("buildMemory", { ...about, reason: ending.why }, at)
    case "tests": {
      const { tests } = ending
      const because = at.because ?? waysAround(drv, tests)
      return fail("buildTests", { ...about, tests }, { ...at, because })
    }
    case undefined:
      return fail("buildFailed", { ...about, reason: reasonOf(cause) }, at)
  }
}

/** The signal that ended a builder, or the program that its shell ran last. */
function signalOf(block: string): number | undefined {
  const [, signal, code] =
    /signal (\d+) \(\w+|exit code (\d+)/.exec(block) ?? []
  if (signal !== undefined) return Number(signal)
  // As every shell counts.
  return code === undefined ? undefined : Number(code) - 128
}

/** `ssh-ng://builder1` as ssh takes it; only what is reached by ssh. */
export function sshOf(machine: string | undefined): string | undefined {
  const [, name] = /^ssh(?:-ng)?:\/\/([^?/]+)/.exec(machine ?? "") ?? []
  // An alias that only the host knows.
  return name?.startsWith("sdops-builder-") ? undefined : name
}

/** The reason alone, without the derivation that the sentence names. */
function reasonOf({ block, kind }: Problem): string {
  if (kind === "timeout") return "it took too long"
  if (kind === "no-output") return "it made no output"
  const [, code] = /exit code (\d+)/.exec(block) ?? []
  const [signal] = /signal \d+ \(\w+\)/.exec(block) ?? []
  if (signal !== undefined) return `${signal} ended it`
  return code === undefined ? "it failed" : `exit code ${code}`
}

/** What to do about tests, in the words of nixpkgs. */
function waysAround(
  drv: string | undefined,
  tests: readonly string[],
): readonly string[] {
  const late = "tests that fail now and then often pass on fewer cores"
  if (drv === undefined || !/-python3[\d.]*-/.test(drv)) return [late]
  const files = tests.filter((test) => !/::| \(/.test(test))
  const names = tests.flatMap((test) => {
    if (files.includes(test)) return []
    // pytest's parameters and unittest's class aren't part of the name.
    return test
      .replace(/\[.*$| \(.*$/, "")
      .split("::")
      .slice(-1)
  })
  const list = (words: readonly string[]) =>
    [...new Set(words)].map((word) => JSON.stringify(word)).join(" ")
  const { pname } = parseStorePath(drv)
  const skipping = [
    ...(names.length > 0 ? [`disabledTests = [ ${list(names)} ]`] : []),
    ...(files.length > 0 ? [`disabledTestPaths = [ ${list(files)} ]`] : []),
  ].join(" and ")
  return [late, `${skipping} in an overlay of ${pname} leaves them out`]
}
