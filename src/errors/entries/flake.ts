import { edit } from "../advice.ts"
import { entry } from "../entry.ts"

export const flakeErrors = {
  folderOccupied: entry<{ folder: string }>({
    code: "SDOPS_FOLDER_OCCUPIED",
    exit: "refused",
    about: "a flake is to be written into a folder that isn't empty",
    says: ({ folder }) => `${folder} is there and isn't an empty folder`,
    help: ({ folder }) => [`sdops flake eject ${folder}-2`, `ls -A ${folder}`],
  }),
  lockMoved: entry<object>({
    code: "SDOPS_LOCK_MOVED",
    exit: "conflict",
    about: "hosts/flake.lock was changed by somebody else during an update",
    says: () => "hosts/flake.lock has changed meanwhile; it was left as it is",
    help: () => ["git diff hosts/flake.lock", "sdops update"],
  }),
  lockStale: entry<{ inputs: readonly string[] }>({
    code: "SDOPS_LOCK_STALE",
    exit: "usage",
    about: "hosts/flake.lock isn't of the inputs in hosts/fleet.yaml",
    says: ({ inputs }) =>
      inputs.length === 0
        ? "hosts/flake.lock isn't a lock that Nix wrote"
        : `hosts/flake.lock is out of date for ${inputs.join(", ")} of ` +
          "hosts/fleet.yaml",
    help: ({ inputs }) =>
      inputs.length === 0
        ? ["git checkout hosts/flake.lock", "rm hosts/flake.lock"]
        : ["sdops update", "git diff hosts/fleet.yaml"],
  }),
  pathLeavesFleet: entry<{ file: string; line: number; path: string }>({
    code: "SDOPS_PATH_LEAVES_FLEET",
    exit: "usage",
    about: "a module names a path that isn't pushed with its host",
    says: ({ file, line, path }) =>
      `${file}:${line}: ${path} is not a file or folder within the fleet`,
    help: ({ file }) => [edit(file)],
  }),
  treeTooLarge: entry<{ bytes: number; mostBytes: number; path: string }>({
    code: "SDOPS_TREE_TOO_LARGE",
    exit: "usage",
    about: "the files of a host are too many bytes to be pushed",
    says: ({ bytes, mostBytes, path }) =>
      `the files of ${path} have ${megabytes(bytes)} or more, ` +
      `and at most ${megabytes(mostBytes)} are pushed`,
    help: ({ path }) => [`du -a ${path} | sort -n | tail`],
  }),
  treeUnfit: entry<{ path: string; is: string }>({
    code: "SDOPS_TREE_UNFIT",
    exit: "usage",
    about: "a file that can't or mustn't be pushed to a host",
    says: ({ path, is }) => `${path} can't be pushed: it is ${is}`,
    help: ({ path }) => [`ls -l ${path}`],
  }),
  unknownInput: entry<{
    input: string
    known: readonly string[]
    meant: string | undefined
  }>({
    code: "SDOPS_UNKNOWN_INPUT",
    exit: "usage",
    about: "a name that is no input of the fleet's flake",
    says: ({ input, known, meant }) => {
      const rest = meant
        ? `did you mean ${meant}`
        : `there are ${known.join(", ")}`
      return `${input} is no input; ${rest}`
    },
    help: () => ["sdops update --help", edit("hosts/fleet.yaml")],
  }),
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
