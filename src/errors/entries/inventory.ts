import { entry } from "../entry.ts"

/** One problem; `because` says the same in words. */
type Place = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: string
  readonly message: string
}

export const inventoryErrors = {
  badInventory: entry<{ problems: readonly Place[] }>({
    code: "SDOPS_INVENTORY",
    exit: "usage",
    about: "the inventory's files say something that sdops can't take",
    says: ({ problems }) =>
      problems.length === 1
        ? "1 problem in the inventory"
        : `${problems.length} problems in the inventory`,
    help: ({ problems }) => [`open ${problems[0]?.file ?? "hosts/fleet.yaml"}`],
  }),
  hostIncomplete: entry<{ host: string; lacks: readonly string[] }>({
    code: "SDOPS_HOST_INCOMPLETE",
    exit: "refused",
    about: "a host without a pinned key, or without the modules to boot it",
    says: ({ lacks }) => `the host is incomplete: ${lacks.join("; ")}`,
    help: ({ host }) => [`open hosts/${host}.yaml`],
  }),
  noFleet: entry<{
    by: "--fleet" | "SDOPS_FLEET" | "folder"
    searched: readonly string[]
  }>({
    code: "SDOPS_NO_FLEET",
    exit: "usage",
    about: "there is no hosts/fleet.yaml where it was looked for",
    says: ({ by, searched }) => {
      const where = by === "folder" ? "" : ` (${by})`
      return `no fleet found${where}; looked for ${searched.join(", ")}`
    },
    help: () => ["cd into the fleet's folder", "add --fleet FOLDER"],
  }),
  notEditable: entry<{ file: string; paths: readonly string[] }>({
    code: "SDOPS_NOT_EDITABLE",
    exit: "usage",
    about: "a place of an inventory file that sdops can't edit by itself",
    says: ({ file, paths }) =>
      `${file} is written so that ${paths.join(", ")} can't be changed ` +
      "without losing something; nothing was written",
    help: ({ file }) => [`open ${file}`],
  }),
  unknownHost: entry<{
    selector: string
    known: readonly string[]
    meant: string | undefined
  }>({
    code: "SDOPS_UNKNOWN_HOST",
    exit: "usage",
    about: "a selector that names no host of the fleet",
    says: ({ selector, known, meant }) =>
      meant === undefined
        ? `${selector} is no host; there are ${list(known)}`
        : `${selector} is no host; did you mean ${meant}`,
    help: () => ["sdops deploy all --dry-run", "ls hosts"],
  }),
}

function list(words: readonly string[]): string {
  if (words.length === 0) return "none"
  const shown = words.slice(0, 8).join(", ")
  const more = words.length - 8
  return more > 0 ? `${shown} and ${more} more` : shown
}
