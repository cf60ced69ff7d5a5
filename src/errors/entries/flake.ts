import { entry } from "../entry.ts"

export const flakeErrors = {
  pathLeavesFleet: entry<{ file: string; line: number; path: string }>({
    code: "SDOPS_PATH_LEAVES_FLEET",
    exit: "usage",
    about: "a module names a path that isn't pushed with its host",
    says: ({ file, line, path }) =>
      `${file}:${line}: ${path} is not a file or folder within the fleet`,
    help: ({ file }) => [`open ${file}`],
  }),
  treeTooLarge: entry<{ megabytes: number; most: number }>({
    code: "SDOPS_TREE_TOO_LARGE",
    exit: "usage",
    about: "the files of a host are too many bytes to be pushed",
    says: ({ megabytes, most }) =>
      `the host's files have ${megabytes.toFixed(1)} MB, more than ${most} MB`,
    help: () => ["du -a hosts | sort -n | tail"],
  }),
  treeUnfit: entry<{ path: string; is: string }>({
    code: "SDOPS_TREE_UNFIT",
    exit: "usage",
    about: "a file that can't or mustn't be pushed to a host",
    says: ({ path, is }) => `${path} can't be pushed: it is ${is}`,
    help: ({ path }) => [`ls -l ${path}`],
  }),
}
