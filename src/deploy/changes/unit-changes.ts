import type { UnitFile } from "../../host/plan/running-system.ts"

/** What a switch is expected to do with units, sorted. */
export type UnitChanges = {
  /** Changed, and left running. */
  readonly keep: readonly string[]
  readonly reload: readonly string[]
  /** Also what is stopped and started again. */
  readonly restart: readonly string[]
  readonly start: readonly string[]
  readonly stop: readonly string[]
}

/**
 * Compares the unit files that run with those of the system to be, as
 * switch-to-configuration will: before anything is built, so what only it can
 * see (mounts, sockets, units of packages) is told by the dry activation after
 * the build. In: unit → "SUM HOW WANTED" (nix/lib/changes.nix). Pure. Source:
 * handle_modified_unit of switch-to-configuration-ng's main.rs.
 */
export function unitChanges(
  files: readonly UnitFile[],
  candidate: Readonly<Record<string, string>>,
): UnitChanges {
  const running = new Map(files.map((file) => [file.name, file]))
  const lists = { keep: [], reload: [], restart: [], start: [], stop: [] }
  const found: { readonly [Key in keyof UnitChanges]: string[] } = lists
  for (const [name, said] of Object.entries(candidate)) {
    const [sum, how = "restart", wanted] = said.split(" ")
    const file = running.get(name)
    // What comes beside a package's own unit is its overrides.
    if (file === undefined) {
      if (wanted === "wanted" && isProcess(name)) found.start.push(name)
    } else if (file.active && file.sum !== sum && isProcess(name))
      if (isHow(how)) found[how].push(name)
  }
  for (const { active, name, own } of files)
    if (active && own && !Object.hasOwn(candidate, name) && isProcess(name))
      found.stop.push(name)
  for (const list of Object.values(found)) list.sort()
  return found
}

function isHow(how: string): how is "keep" | "reload" | "restart" {
  return how === "keep" || how === "reload" || how === "restart"
}

/** Paths, slices, sockets and targets take their changes in silence. */
function isProcess(name: string): boolean {
  return name.endsWith(".service") || name.endsWith(".timer")
}
