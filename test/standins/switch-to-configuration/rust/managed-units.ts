import { outputOf } from "../child.ts"
import type { ActiveUnit, Facts } from "../unit-facts.ts"
import { instanceGone, readFacts } from "../unit-folder.ts"

const folder = "/etc/systemd/system"

/**
 * What both systems say of the units that NixOS defines: those that systemd
 * loaded from anywhere else are left alone.
 */
export function managedFacts(
  active: ReadonlyMap<string, ActiveUnit>,
  systemctl: string,
  next: string,
): Facts {
  const fragments = fragmentsOf([...active.keys()], systemctl)
  const managed = new Map(
    [...active].filter(([name]) => fragments.get(name)?.startsWith(folder)),
  )
  const facts = readFacts(managed, folder, next)
  return {
    ...facts,
    active,
    units: facts.units.map((unit) =>
      instanceGone(unit.name, folder, next)
        ? { ...unit, next: "absent" as const }
        : unit,
    ),
  }
}

/** The file that systemd loaded each unit from. */
function fragmentsOf(
  names: readonly string[],
  systemctl: string,
): ReadonlyMap<string, string> {
  const show = [systemctl, "show", "--property=Id,FragmentPath", "--"]
  const shown = outputOf([...show, ...names]) ?? ""
  return new Map(
    shown.split("\n\n").map((block) => {
      const value = (key: string): string =>
        new RegExp(`^${key}=(.*)$`, "m").exec(block)?.[1] ?? ""
      return [value("Id"), value("FragmentPath")] as const
    }),
  )
}
