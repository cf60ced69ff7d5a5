import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { goesOn } from "./goes-on.ts"
import attachBuildScript from "./attach-build.sh"
import { type BuildAbout, parseAbout } from "./build-about.ts"
import cancelBuildScript from "./cancel-build.sh"
import listBuildsScript from "./list-builds.sh"
import type { HostShell } from "../shell.ts"

/** How a build stands; `lost`: it was ended, and nobody said by what. */
export type BuildState = "built" | "cancelled" | "failed" | "lost" | "running"

export type ListedBuild = {
  readonly about: BuildAbout | undefined
  /** Seconds since 1970. */
  readonly begun: number
  readonly id: string
  readonly state: BuildState
}

/** A build's name, as `realise` makes it. */
export const buildId = z.string().regex(/^[0-9a-f]{12}$/, "a build's name")

/** Within what a date may be. */
const seconds = z.coerce.number().int().min(0).max(8e12).catch(0)

/** The builds that a machine knows of, the newest first; one round trip. */
export async function listBuildsOn(
  shell: HostShell,
): Promise<readonly ListedBuild[]> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "looking for builds",
    script: listBuildsScript,
    variables: {},
  })
  const ids = (facts.get("ids") ?? "").split("\n").filter((id) => id !== "")
  return ids
    .filter((id) => buildId.safeParse(id).success)
    .map((id) => ({
      about: parseAbout(facts.get(`${id}.about`) ?? ""),
      begun: seconds.parse(facts.get(`${id}.begun`)),
      id,
      state:
        facts.get(`${id}.alive`) === "1"
          ? ("running" as const)
          : stateOf(facts.get(`${id}.exit`) ?? ""),
    }))
}

/**
 * Follows a build to its end, or shows one that has ended. Undefined: the
 * machine knows no such build. To stop following ends nothing there.
 */
export async function attachBuild(
  shell: HostShell,
  id: string,
  onLine: (line: string) => void,
): Promise<BuildState | undefined> {
  const asked = ask(shell, {
    deadline: shell.limits.build,
    during: "following the build",
    onLine: (line, stream) => {
      if (stream === "stderr") onLine(line)
    },
    script: attachBuildScript,
    variables: { id: buildId.parse(id) },
  })
  const facts = await asked.catch((error: unknown) => {
    throw goesOn(error, id, shell.host)
  })
  const known = facts.get("known") === "1"
  return known ? stateOf(facts.get("exit") ?? "") : undefined
}

const cancelled = z.object({
  known: z.enum(["0", "1"]),
  ran: z.enum(["0", "1"]).optional(),
})

/** Ends a build, and waits for it. Undefined: there is no such build. */
export async function cancelBuild(
  shell: HostShell,
  id: string,
): Promise<{ readonly ran: boolean } | undefined> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "cancelling the build",
    script: cancelBuildScript,
    variables: { id: buildId.parse(id) },
  })
  const said = fitting(cancelled, Object.fromEntries(facts), {
    asked: "the build",
    host: shell.host,
  })
  return said.known === "0" ? undefined : { ran: said.ran === "1" }
}

function stateOf(exit: string): BuildState {
  if (exit === "") return "lost"
  if (exit === "cancelled") return "cancelled"
  return exit === "0" ? "built" : "failed"
}
