import { unfitPath } from "../../files/unfit-path.ts"

/** How a path is wanted: a folder as Nix imports it, or all that is in it. */
export type Wanted = {
  readonly how: "file" | "module" | "whole"
  /** From the folder that may be read; `.` is that folder. */
  readonly path: string
}

/**
 * Why an answer isn't one to what was asked; undefined: it is. Only a path that
 * was wanted, and what may lie below a folder that was wanted whole, is taken:
 * whoever answers may be anybody who has become root on the host.
 */
export function unasked(
  wanted: readonly Wanted[],
  seen: readonly { readonly path: string }[],
): string | undefined {
  const may = wanted.map(mayName)
  for (const { path } of seen) {
    const said = JSON.stringify(path)
    if (!may.some((fits) => fits(path))) return `nobody asked for ${said}`
    // The folder itself, which becomes no file.
    const why = path === "." ? undefined : unfitPath(path)
    if (why !== undefined) return `${said} can't be a file here: ${why}`
  }
  return undefined
}

/** Which paths `configuration.sh` answers with to one that is wanted. */
function mayName({ how, path }: Wanted): (named: string) => boolean {
  const below = path === "." ? "" : `${path}/`
  switch (how) {
    case "file":
      return (named) => named === path
    case "module":
      return (named) => named === path || named === `${below}default.nix`
    case "whole":
      return (named) => named === path || named.startsWith(below)
    default:
      return how satisfies never
  }
}
