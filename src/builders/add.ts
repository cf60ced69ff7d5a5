import { kebabKeys } from "../camel-keys.ts"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { editFleet } from "../inventory/edit/edit-fleet.ts"
import { builder, builderName } from "../inventory/schema/builder.ts"
import { parseSshAddress } from "../inventory/ssh-address.ts"
import { trustedKey } from "./trusted-key.ts"
import { authorisedLine } from "./authorised.ts"
import { listedBuilder } from "./list.ts"
import type { BuilderAdded } from "./result.ts"

/** What is known of a builder; what is left out has its usual value. */
export type NewBuilder = {
  readonly name: string
  readonly address: string
  readonly features?: readonly string[] | undefined
  readonly hostKey?: string | undefined
  readonly identity?: string | undefined
  readonly maxJobs?: number | undefined
  readonly port?: number | undefined
  readonly systems?: readonly string[] | undefined
  readonly user?: string | undefined
}

/**
 * Writes a builder into `hosts/fleet.yaml`, its host key pinned: the one that
 * is given, or the one that it offers, if known_hosts or a person trusts it.
 * Errors: `usage`, `builderExists`, `badInventory`, `notEditable`,
 * `unreachable`, `wrongHostKey`, `needsYes`.
 */
export async function addBuilder(
  fleet: Fleet,
  { name, ...asked }: NewBuilder,
  context: Context<unknown>,
): Promise<BuilderAdded> {
  requireNew(fleet, name)
  const given = { ...asked, ...parseSshAddress(asked.address, asked) }
  const said = Object.entries(kebabKeys(given)).filter(
    ([, value]) => value !== undefined,
  )
  const value = Object.fromEntries(said)
  // Whoever mistyped a feature isn't asked about a key before that is told.
  const fits = builder.safeParse(value).success
  if (fits && builderName.safeParse(name).success) {
    value["host-key"] ??= await trustedKey({ name, ...given }, context)
  }
  const edited = await editFleet(
    fleet,
    (now) => {
      requireNew(now, name)
      const path = ["builders", name]
      return [{ do: "set", path, value: sorted(value) }]
    },
    context,
  )
  const added = listedBuilder(edited.builders, name)
  const authorise = authorised(edited, added.identity)
  return { added, authorise, "exit-code": 0 }
}

function requireNew({ builders }: Pick<Fleet, "builders">, name: string) {
  if (Object.hasOwn(builders, name)) throw fail("builderExists", { name })
}

function sorted(value: Readonly<Record<string, unknown>>) {
  const pairs = Object.entries(value)
  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** A host's pinned key is also what it logs in with, unless it has another. */
function authorised(fleet: Fleet, identity: string): BuilderAdded["authorise"] {
  if (!/^\/etc\/ssh\/ssh_host_[a-z0-9]+_key$/.test(identity)) return []
  return [...fleet.hosts.values()].flatMap(({ hostKey: key, name }) =>
    key === undefined
      ? []
      : [{ host: name, line: authorisedLine(`${key} ${name}`) }],
  )
}
