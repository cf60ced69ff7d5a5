import type { Owned, Way } from "../../host/probe/folders.ts"
import { waysTo } from "../../host/probe/folders.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Evaluation } from "./evaluation.ts"

type Served = Evaluation["host"]["apps"][number]

/**
 * Folders that systemd-tmpfiles won't make for the candidate's apps, a sentence
 * each; a round trip only where it makes any. Errors: those of `waysTo`.
 */
export async function unsafeFolders(
  shell: HostShell,
  { host }: Evaluation,
): Promise<readonly string[]> {
  const wanted = host.apps.flatMap(foldersOf)
  if (wanted.length === 0) return []
  const ways = await waysTo(shell, [...new Set(wanted)])
  return host.apps.flatMap((app) => {
    const own = foldersOf(app)
    return judgeWays(
      app,
      ways.filter(({ to }) => own.includes(to)),
    )
  })
}

function foldersOf(app: Served): readonly string[] {
  return [...(app.folders ?? []), ...(app.furtherFolders ?? [])]
}

/**
 * tmpfiles.d doesn't go from a folder of a user into one of another: "unsafe
 * path transition" (unsafe_transition() of systemd's chase.c). Of an app's
 * folders the first is told.
 */
export function judgeWays(
  {
    folders = [],
    name,
    user,
  }: Pick<Served, "folders" | "name"> & { readonly user?: Served["user"] },
  ways: readonly Way[],
): readonly string[] {
  const owner = user ?? name
  for (const { through, to } of ways) {
    const from = unsafeStep(through, to, owner, folders)
    if (from === undefined) continue
    return [
      `${name}: ${to} lies in ${from.folder}, which belongs to ` +
        `${from.owner}, and systemd makes no folder of ${owner}'s there; use ` +
        "one below /srv or /var/lib, where your disk may be mounted too",
    ]
  }
  return []
}

/** The folder that isn't gone on from. */
function unsafeStep(
  through: readonly Owned[],
  to: string,
  owner: string,
  own: readonly string[],
): Owned | undefined {
  const last = through.at(-1)
  const steps = through.map((step) =>
    own.includes(step.folder) ? { ...step, owner } : step,
  )
  // What is missing on the way is root's, and the last of it the app's.
  const isThere = last?.folder === to
  const missing = isThere || last === undefined ? [] : [{ folder: to, owner }]
  const all = [...steps, ...missing]
  const at = all.findIndex((step, index) => {
    const before = all[index - 1]
    if (before === undefined || before.owner === "root") return false
    return before.owner !== step.owner
  })
  return at < 1 ? undefined : all[at - 1]
}
