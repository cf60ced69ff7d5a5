import type { Login } from "../../deploy/site/site-login.ts"
import { type ListedBuild, listBuildsOn } from "../../host/build/builds.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { sideBySide } from "../side-by-side.ts"
import type { BuildRow, BuildsListed } from "./result.ts"
import { openMachine } from "./machines.ts"

/**
 * The builds that machines know of, under way or ended. Machines' own errors
 * are in the result. Errors: `interrupted`.
 */
export async function listBuilds(
  machines: readonly Login[],
  { parallel }: { readonly parallel: number },
  context: RemoteContext,
): Promise<BuildsListed> {
  const { signal } = context
  const seen = await sideBySide(
    machines,
    { parallel, signal },
    async (machine) => {
      const link = await openMachine(machine, context)
      await using _ = link.connection
      const builds = await listBuildsOn(link.shell)
      return builds.map((one) => rowOf(one, machine.name))
    },
  )
  const rows = seen.flatMap((one) => ("value" in one ? one.value : []))
  const unread = seen.filter((one) => "error" in one)
  const newest = rows.toSorted((a, b) => (a.begun > b.begun ? -1 : 1))
  const runs = newest.filter(({ state }) => state === "running")
  return {
    builds: [...runs, ...newest.filter((row) => !runs.includes(row))],
    "exit-code": unread.length > 0 ? 1 : 0,
    unread,
  }
}

function rowOf(build: ListedBuild, on: string): BuildRow {
  const { about, begun, id, state } = build
  return {
    begun: new Date(begun * 1000).toISOString(),
    build: id,
    hosts: [...(about?.hosts ?? [])],
    on,
    state,
    ...(about !== undefined && { what: about.what }),
  }
}
