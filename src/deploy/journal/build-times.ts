import { appendFile, mkdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { replaceFile } from "../../files/whole-file.ts"
import type { BuildTime } from "../../host/plan/build-times.ts"
import { parseBuildTimes } from "../../nix/build-times.ts"

/** Where a fleet's folder keeps how long builds took, wherever they ran. */
export function buildTimesIn(root: string): string {
  return join(root, ".sdops", "build-times")
}

/** Bytes; then only the last time of each package stays, of so many of them. */
const most = 65_536
const packages = 256

/**
 * Remembers in a fleet's folder how long packages took. That it can't is no
 * reason to stop: the system is built.
 */
export async function keepFleetTimes(
  root: string,
  times: readonly BuildTime[],
): Promise<void> {
  if (times.length === 0) return
  const file = buildTimesIn(root)
  try {
    await mkdir(dirname(file), { recursive: true })
    // Opened for appending, lines this short are written at once.
    await appendFile(file, textOf(times))
    const text = await readFile(file, "utf8")
    if (text.length <= most) return
    const last = [...parseBuildTimes(text)].slice(-packages)
    const kept = last.map(([name, seconds]) => ({ name, seconds }))
    await replaceFile(file, textOf(kept))
  } catch {
    // Estimates are worse for it, and nothing else.
  }
}

/** Seconds by package, the last of each. */
export async function fleetTimes(
  root: string,
): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(buildTimesIn(root), "utf8").catch(() => "")
  return parseBuildTimes(text)
}

function textOf(times: readonly BuildTime[]): string {
  return times.map(({ name, seconds }) => `${name} ${seconds}\n`).join("")
}
