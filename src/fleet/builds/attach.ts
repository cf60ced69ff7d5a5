import type { Context } from "../../context.ts"
import { readBuild } from "../../deploy/build/read-build.ts"
import type { Login } from "../../deploy/site/site-login.ts"
import { fail } from "../../errors/fail.ts"
import { attachBuild } from "../../host/build/builds.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import { findBuild, unknownBuild } from "./find.ts"
import type { BuildAttached, BuildLine } from "./result.ts"
import { openMachine } from "./machines.ts"

/**
 * Follows a build to its end, or tells of one that has ended. To stop following
 * ends nothing. Errors: `unknownBuild`, `buildEnded`; of Nix, for one that has
 * failed; those of the connection.
 */
export async function attach(
  machines: readonly Login[],
  { fleet, id }: { readonly fleet: Fleet; readonly id: string },
  context: Context<BuildLine>,
): Promise<BuildAttached> {
  const machine = await findBuild(machines, id, context)
  const { name } = machine
  const link = await openMachine(machine, context)
  await using _ = link.connection
  const tell = (line: string) => context.emit({ event: "build", line })
  // Lines tell what is built; how far it is, a deployment shows.
  const show = () => {}
  const log = readBuild({ output: tell, say: tell, show }, fleet)
  const state = await attachBuild(link.shell, id, log.line)
  switch (state) {
    case undefined:
      throw unknownBuild(id)
    case "built":
      return { build: id, "exit-code": 0, on: name, state }
    case "failed":
      throw nixFailure(
        log.text(),
        { during: `the build ${id}`, where: name },
        { host: name },
      )
    case "cancelled":
    case "lost":
    case "running": {
      const details = { cancelled: state === "cancelled", id, on: name }
      throw fail("buildEnded", details, { host: name })
    }
  }
}
