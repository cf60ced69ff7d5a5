import { edit } from "../advice.ts"
import { entry } from "../entry.ts"

export const flakeErrors = {
  folderOccupied: entry<{ folder: string }>({
    code: "SDOPS_FOLDER_OCCUPIED",
    exit: "refused",
    about: "the folder for an ejected flake is not empty",
    says: ({ folder }) => `${folder} exists and is not an empty folder`,
    help: ({ folder }) => [`sdops flake eject ${folder}-2`, `ls -A ${folder}`],
  }),
  lockMoved: entry<object>({
    code: "SDOPS_LOCK_MOVED",
    exit: "conflict",
    about: "somebody else changed hosts/flake.lock during an update",
    says: () =>
      "hosts/flake.lock has changed in the meantime; it was left alone",
    help: () => ["git diff hosts/flake.lock", "sdops update"],
  }),
  lockStale: entry<{ inputs: readonly string[] }>({
    code: "SDOPS_LOCK_STALE",
    exit: "usage",
    about: "hosts/flake.lock doesn't match the inputs in hosts/fleet.yaml",
    says: ({ inputs }) =>
      inputs.length === 0
        ? "hosts/flake.lock is not a lock file of Nix"
        : `hosts/flake.lock is out of date for ${inputs.join(", ")} in ` +
          "hosts/fleet.yaml",
    help: ({ inputs }) =>
      inputs.length === 0
        ? ["git checkout hosts/flake.lock", "rm hosts/flake.lock"]
        : ["sdops update", "git diff hosts/fleet.yaml"],
  }),
  pathLeavesFleet: entry<{ file: string; line: number; path: string }>({
    code: "SDOPS_PATH_LEAVES_FLEET",
    exit: "usage",
    about: "a module refers to a path outside the fleet",
    says: ({ file, line, path }) =>
      `${file}:${line}: ${path} is not a file or folder of the fleet`,
    help: ({ file }) => [edit(file)],
  }),
  treeTooLarge: entry<{ bytes: number; mostBytes: number; path: string }>({
    code: "SDOPS_TREE_TOO_LARGE",
    exit: "usage",
    about: "a host's files are too large to push",
    says: ({ bytes, mostBytes, path }) =>
      `the files of ${path} are at least ${megabytes(bytes)}; ` +
      `the limit is ${megabytes(mostBytes)}`,
    help: ({ path }) => [`du -a ${path} | sort -n | tail`],
  }),
  treeUnfit: entry<{ path: string; is: string }>({
    code: "SDOPS_TREE_UNFIT",
    exit: "usage",
    about: "a file can't or mustn't be pushed to a host",
    says: ({ path, is }) => `${path} can't be pushed: it is ${is}`,
    help: ({ path }) => [`ls -l ${path}`],
  }),
  notCached: entry<{ count: number; input: string }>({
    code: "SDOPS_NOT_CACHED",
    exit: "refused",
    about: "caches lack heavy packages of each revision that update tried",
    says: ({ count, input }) =>
      count === 1
        ? `the newest ${input} would compile heavy packages: nothing moved`
        : `${count} revisions of ${input} would each compile heavy packages: ` +
          "nothing moved",
    help: ({ input }) => [
      "sdops cache check",
      `sdops update ${input} --tries 50`,
      `sdops update ${input} --newest`,
    ],
  }),
  unknownInput: entry<{
    input: string
    known: readonly string[]
    meant: string | undefined
  }>({
    code: "SDOPS_UNKNOWN_INPUT",
    exit: "usage",
    about: "the fleet's flake has no input of that name",
    says: ({ input, known, meant }) => {
      const rest = meant
        ? `; did you mean ${meant}?`
        : `: the inputs are ${known.join(", ")}`
      return `unknown input ${input}${rest}`
    },
    help: () => ["sdops update --help", edit("hosts/fleet.yaml")],
  }),
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
