import { entry } from "../entry.ts"

export const flakeErrors = {
  lockStale: entry<{ inputs: readonly string[] }>({
    code: "SDOPS_LOCK_STALE",
    exit: "usage",
    about: "hosts/flake.lock isn't of the inputs in hosts/fleet.yaml",
    says: ({ inputs }) =>
      inputs.length === 0
        ? "hosts/flake.lock isn't a lock that Nix wrote"
        : `hosts/flake.lock is of another ${inputs.join(", ")} than ` +
          "hosts/fleet.yaml",
    help: () => ["rm hosts/flake.lock", "git diff hosts/fleet.yaml"],
  }),
  pathLeavesFleet: entry<{ file: string; line: number; path: string }>({
    code: "SDOPS_PATH_LEAVES_FLEET",
    exit: "usage",
    about: "a module names a path that isn't pushed with its host",
    says: ({ file, line, path }) =>
      `${file}:${line}: ${path} is not a file or folder within the fleet`,
    help: ({ file }) => [`open ${file}`],
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
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
