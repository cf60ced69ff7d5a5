import { homedir } from "node:os"
import { join } from "node:path"
import { infoOf } from "../../builders/look.ts"
import { fail } from "../../errors/fail.ts"
import { ask } from "../../host/facts.ts"
import nixHereScript from "../../host/nix/nix-here.sh"
import { type Link, linkOver } from "../../host/open-link.ts"
import { here } from "../../remote/clients/here.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"

/**
 * The machine that sdops runs on as a build site: its own Nix, by its own user.
 * That must trust the user: what is built for others has to be signed. What is
 * no Linux machine builds for hosts by its own builders (`nobodyBuilds`).
 * Errors: `controlUnfit`.
 */
export async function openControl(context: RemoteContext): Promise<Link> {
  const { environment, limits } = context
  const { HOME: home = homedir(), XDG_STATE_HOME: kept } = environment
  const state = join(kept ?? join(home, ".local", "state"), "sdops")
  const connection = here({ environment, state })
  const link = linkOver(connection, { by: "root" }, context)
  try {
    await requireNix(link, limits.probe)
  } catch (error) {
    await connection[Symbol.asyncDispose]()
    throw error
  }
  return link
}

async function requireNix({ shell }: Link, deadline: number): Promise<void> {
  const facts = await ask(shell, {
    deadline,
    during: "looking for Nix",
    script: nixHereScript,
    variables: {},
  })
  if (facts.get("version") === "") throw unfit("it has no Nix", elsewhere)
  if (infoOf(facts.get("info") ?? "").trusted !== false) return
  const user = facts.get("user") ?? "you"
  throw unfit(
    `its Nix doesn't trust the user ${user}`,
    `extra-trusted-users = ${user}   # in /etc/nix/nix.conf here`,
  )
}

const elsewhere = "build-on: host   # or the name of a builder"

function unfit(reason: string, cure: string) {
  return fail("controlUnfit", { cure, reason })
}
