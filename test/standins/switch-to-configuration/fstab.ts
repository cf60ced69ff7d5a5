import { add, type Plan } from "./plan.ts"
import type { Rules } from "./rules.ts"

type Mount = {
  readonly device: string
  readonly type: string
  readonly options: string
}

export type Fstab = {
  readonly mounts: ReadonlyMap<string, Mount>
  readonly swaps: ReadonlySet<string>
}

/** Reads fstab(5): mounts by their place, swap devices by name. */
export function parseFstab(text: string): Fstab {
  const mounts = new Map<string, Mount>()
  const swaps = new Set<string>()
  for (const line of text.split("\n")) {
    if (/^\s*(#|$)/.test(line)) continue
    const [device = "", place = "", type = "", options = ""] = line.split(/\s+/)
    if (type === "swap") swaps.add(device)
    else mounts.set(place, { device, options, type })
  }
  return { mounts, swaps }
}

/** Plans unmounts and remounts; new ones come with local-fs.target. */
export function decideMounts(
  current: Fstab,
  next: Fstab,
  plan: Plan,
  { stopsAutomounts }: Pick<Rules, "stopsAutomounts">,
): void {
  for (const [place, before] of current.mounts) {
    const unit = mountUnit(place)
    const after = next.mounts.get(place)
    if (after === undefined) {
      const auto = before.options.includes("x-systemd.automount")
      const withAuto = unit.replace(/mount$/, "automount")
      plan.stop.add(stopsAutomounts && auto ? withAuto : unit)
      continue
    }
    const sameOptions = before.options === after.options
    const same = before.type === after.type && before.device === after.device
    if (same && sameOptions) continue
    if (same || (isNeeded(place) && !sameOptions)) add(plan, "reload", unit)
    else if (isNeeded(place)) plan.skip.add(unit)
    else add(plan, "restart", unit)
  }
}

/** Swap devices that are to be turned off. */
export function goneSwaps(current: Fstab, next: Fstab): string[] {
  return [...current.swaps].filter((device) => !next.swaps.has(device))
}

function isNeeded(place: string): boolean {
  return place === "/" || place === "/nix"
}

/** The unit of a mount point, as systemd-escape(1) names it. */
export function mountUnit(place: string): string {
  const path = place.split("/").filter(Boolean).join("/")
  if (path === "") return "-.mount"
  const escaped = [...Buffer.from(path)].map((byte, index) => {
    const letter = String.fromCharCode(byte)
    if (letter === "/") return "-"
    const plain = index === 0 ? /[A-Za-z0-9:_]/ : /[A-Za-z0-9:_.]/
    return plain.test(letter)
      ? letter
      : `\\x${byte.toString(16).padStart(2, "0")}`
  })
  return `${escaped.join("")}.mount`
}
