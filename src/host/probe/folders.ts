import { ask } from "../facts.ts"
import foldersScript from "./folders.sh"
import type { HostShell } from "../shell.ts"

/** A folder that there is, and whose it is. */
export type Owned = { readonly folder: string; readonly owner: string }

/** What leads to a folder, from / on, as far as it is there. */
export type Way = {
  readonly to: string
  readonly through: readonly Owned[]
}

/**
 * The ways to folders: as written, and with links resolved where that differs.
 * Paths have no blank (nix/lib/plain-path.nix). Errors: those of `ask`.
 */
export async function waysTo(
  shell: HostShell,
  folders: readonly string[],
): Promise<readonly Way[]> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "looking at the apps' folders",
    script: foldersScript,
    variables: { folders: folders.join("\n") },
  })
  return folders.flatMap((to) =>
    [facts.get(`folder.${to}`), facts.get(`resolved.${to}`)].flatMap((lines) =>
      lines === undefined ? [] : [{ through: parse(lines), to }],
    ),
  )
}

function parse(lines: string): Owned[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [owner = "", ...rest] = line.split(" ")
      return { folder: rest.join(" "), owner }
    })
}
