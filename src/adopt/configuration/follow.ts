import { posix } from "node:path"
import { fail } from "../../errors/fail.ts"
import {
  readConfiguration,
  type SeenConfiguration,
} from "../../host/probe/configuration.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Again } from "../../inventory/edit/add-host.ts"
import type { Configuration } from "./configuration.ts"
import { systemsOf } from "./systems-of-flake.ts"
import { Walk } from "./walk.ts"

export type FollowInput = {
  /** The command line that adopts the host with other flags, for advice. */
  readonly again: Again
  /** The file that all begins with, absolute. */
  readonly entry: string
  /** Whether a person named it; a flake beside it is then no matter. */
  readonly asked: boolean
  /** The folder that may be copied from; the entry's own when left out. */
  readonly within: string | undefined
  /** Paths from that folder that stay where they are. */
  readonly leaveOut: readonly string[]
  /** What a person types after `ssh` to get there, for advice. */
  readonly login: string
  /** What the host is to be called. */
  readonly name: string
}

/**
 * Reads a host's configuration and exactly what its paths reach, a round trip
 * a step away from the entry. Errors: `notAdoptable` with everything that
 * speaks against it, `flakeHost`, `noConfiguration`, those of the connection.
 */
export async function followConfiguration(
  shell: HostShell,
  input: FollowInput,
): Promise<Configuration> {
  const { host } = shell
  const place = { entry: input.entry, within: input.within }
  const start = await readConfiguration(shell, { ...place, paths: [] })
  if (start.flake && !input.asked) throw await flakeHost(shell, input, start)
  const entry = start.entry.slice(start.within.length + 1)
  if (!start.entry.startsWith(`${start.within}/`) || start.within === "")
    throw absent(input, host)
  const walk = new Walk(start, posix.dirname(input.entry), input)
  for (let next = walk.begin(entry); next.length > 0;) {
    const { seen } = await readConfiguration(shell, { ...place, paths: next })
    if (walk.isFirst && seen.every(({ kind }) => kind === "absent"))
      throw absent(input, host)
    next = walk.take(seen)
  }
  if (walk.problems.length > 0)
    throw fail(
      "notAdoptable",
      { host, problems: walk.problems },
      { because: walk.problems, host },
    )
  return walk.end(entry)
}

function absent({ entry, login }: FollowInput, host: string): Error {
  return fail("noConfiguration", { entry }, { host, login })
}

/** Of a flake its own text tells which systems it makes. */
async function flakeHost(
  shell: HostShell,
  { again, entry, name, within }: FollowInput,
  start: SeenConfiguration,
): Promise<Error> {
  const { host } = shell
  const folder = posix.dirname(start.entry)
  const path = posix.relative(start.within, `${folder}/flake.nix`)
  const paths = [{ how: "file", path } as const]
  const read = await readConfiguration(shell, { entry, paths, within })
  const text = read.seen[0]?.content?.toString() ?? ""
  const systems = systemsOf(text, name)
  const help = [
    ...systems
      .slice(0, 3)
      .map((system) => `path:${folder}#nixosConfigurations.${system}`)
      .map((flake) => again({ flake })),
    again({ configuration: `${folder}/configuration.nix` }),
  ]
  return fail("flakeHost", { folder, help }, { host })
}
