import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Layers } from "./base.ts"

/** The Nix of rehearsal hosts, as dpkg says, such as `2.34.8`. */
export async function nixVersion(layers: Layers): Promise<string> {
  const packages = layers.at(-1) ?? "/"
  const status = await readFile(join(packages, "var/lib/dpkg/status"), "utf8")
  const said = status
    .split("\n\n")
    .find((part) => part.startsWith("Package: nix-bin\n"))
  return /^Version: ([0-9.]+)/m.exec(said ?? "")?.[1] ?? "unknown"
}
