import { globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { pathLiterals } from "../../flake/path-literals.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { lacksOfAssertions } from "../../inventory/incompleteness.ts"
import { readEvaluationError } from "../../nix/failure/evaluation-error.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import { ownFile } from "../../nix/failure/own-places.ts"
import { parseNix } from "../../nix/language/parse.ts"
import { causeOf, readProblems } from "../../nix/failure/problems.ts"
import { lineOfOption } from "../../nix/language/settings.ts"

/**
 * Why a host's system did not evaluate, by Nix's stderr, with places in the
 * fleet's files. Where NixOS asks for a root file system or a boot loader, the
 * host is incomplete (design §6).
 */
export function evaluationFailure(
  stderr: string,
  host: string,
  { root }: Pick<Fleet, "root">,
): SdopsError {
  const during = "the evaluation"
  const lineOf = (file: string, option: string) => {
    const code = textOf(join(root, file))
    const tree = code === undefined ? undefined : parseNix(code)
    return tree === undefined ? undefined : lineOfOption(tree, option)
  }
  const failure = nixFailure(stderr, { during, lineOf, where: host })
  const cause = causeOf(readProblems(stderr))
  const absent = ownFile(cause?.path ?? "", host)
  if (cause?.kind === "input-unavailable" && absent.writer === "fleet") {
    const place = whoNames(root, `hosts/${host}`, absent.file)
    const at = place && `at ${place.file}:${place.line}`
    return fail(
      "evaluationFailed",
      { message: `${absent.file} doesn't exist`, near: [], place },
      { because: at === undefined ? [] : [at] },
    )
  }
  if (cause?.kind !== "evaluation") return failure
  const { assertions } = readEvaluationError(cause, host)
  const lacks = lacksOfAssertions(assertions)
  if (lacks.length === 0) return failure
  const { evidence } = failure
  const because = [...assertions]
  return fail("hostIncomplete", { host, lacks }, { because, evidence })
}

/** The file below a folder, and its line, that names a path. */
function whoNames(
  root: string,
  folder: string,
  wanted: string,
): { readonly file: string; readonly line: number } | undefined {
  const files = globSync(`${folder}/**/*.nix`, { cwd: root }).toSorted()
  for (const file of files)
    for (const { line, path } of pathLiterals(textOf(join(root, file)) ?? "")) {
      const named = posix.join(posix.dirname(file), path)
      // Of a folder Nix wants the default.nix.
      if (named === wanted || `${named}/default.nix` === wanted)
        return { file, line }
    }
  return undefined
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8")
  } catch {
    // Nix may name what is elsewhere, and a place is no more than a help.
    return undefined
  }
}
