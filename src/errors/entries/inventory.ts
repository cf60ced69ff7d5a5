import { edit, there } from "../advice.ts"
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
    about: "there are mistakes in the inventory's files",
    says: ({ problems }) =>
      problems.length === 1
        ? "1 problem in the inventory"
        : `${problems.length} problems in the inventory`,
    help: ({ problems }) => [edit(placeOf(problems[0]))],
  }),
  fileChanged: entry<{ file: string }>({
    code: "SDOPS_FILE_CHANGED",
    exit: "refused",
    about: "a file of the fleet was changed by somebody else meanwhile",
    says: ({ file }) =>
      `${file} was changed by somebody else meanwhile; nothing was written`,
    help: ({ file }) => [edit(file)],
  }),
  fleetBusy: entry<{ file: string; pid: number }>({
    code: "SDOPS_FLEET_BUSY",
    exit: "refused",
    about: "another sdops is editing the fleet's files, or left a lock behind",
    says: ({ pid }) => `process ${pid} is editing the fleet's files`,
    help: ({ file, pid }) => [
      `ps -p ${pid}`,
      `rm '${file}'   # if that process is no sdops`,
    ],
  }),
  fleetExists: entry<{ file: string; folder: string }>({
    code: "SDOPS_FLEET_EXISTS",
    exit: "refused",
    about: "the folder where a fleet is to begin has one; it is left alone",
    says: ({ file }) => `${file} exists already`,
    help: ({ folder }) => [`sdops hosts list --fleet '${folder}'`],
  }),
  flakeHost: entry<{ folder: string; help: readonly string[] }>({
    code: "SDOPS_FLAKE_HOST",
    exit: "refused",
    about: "the host to adopt is built from a flake",
    says: ({ folder }) =>
      `${folder} has a flake.nix: adopt the host by its flake`,
    help: ({ help }) => help,
  }),
  hostExists: entry<{ host: string; path: string; renamed: string }>({
    code: "SDOPS_HOST_EXISTS",
    exit: "refused",
    about: "the inventory already has that host; nothing is overwritten",
    says: ({ path }) => `${path} exists already`,
    help: ({ host, path, renamed }) => [
      path.endsWith(".yaml") ? `sdops hosts show ${host}` : `ls -la ${path}`,
      renamed,
    ],
  }),
  hostIncomplete: entry<{ host: string; lacks: readonly string[] }>({
    code: "SDOPS_HOST_INCOMPLETE",
    exit: "refused",
    about: "a host has no pinned key, or no modules that make it boot",
    says: ({ lacks }) => `the host is incomplete: ${lacks.join("; ")}`,
    help: ({ host, lacks }) => [
      // It has neither key nor modules: nobody has asked the host yet.
      ...(lacks.length > 1 && lacks.some((lack) => lack.includes("host-key"))
        ? [`sdops hosts add ${host}`]
        : []),
      edit(`hosts/${host}.yaml`),
    ],
  }),
  importSource: entry<{ source: string }>({
    code: "SDOPS_IMPORT_SOURCE",
    exit: "failed",
    about: "hosts to import can't be read from where they are",
    says: ({ source }) => `can't read hosts from ${source}`,
    help: () => ["sdops hosts import --help"],
  }),
  importTool: entry<{ programs: readonly string[]; source: string }>({
    code: "SDOPS_IMPORT_TOOL",
    exit: "failed",
    about: "the program that reads hosts to import is not on this machine",
    says: ({ programs, source }) =>
      `reading ${source} needs ${programs.join(" or ")} on this machine`,
    help: () => ["sdops hosts import ssh", "sdops hosts import --help"],
  }),
  noConfiguration: entry<{ entry: string }>({
    code: "SDOPS_NO_CONFIGURATION",
    exit: "refused",
    about: "the host to adopt has no NixOS configuration in the usual place",
    says: ({ entry }) => `the host has no ${entry}`,
    help: ({ entry }) => [
      there(`ls -la ${entry.replace(/[^/]*$/, "") || "/etc/nixos"}`),
      "sdops hosts add --help",
    ],
  }),
  noFleet: entry<{
    by: "--fleet" | "SDOPS_FLEET" | "folder"
    searched: readonly string[]
  }>({
    code: "SDOPS_NO_FLEET",
    exit: "usage",
    about: "no hosts/fleet.yaml was found",
    says: ({ by, searched }) => {
      const where = by === "folder" ? "" : ` (${by})`
      return `no fleet found${where}; looked for ${searched.join(", ")}`
    },
    help: () => ["sdops hosts add --help", "sdops help environment"],
  }),
  notEditable: entry<{ file: string; paths: readonly string[] }>({
    code: "SDOPS_NOT_EDITABLE",
    exit: "usage",
    about: "sdops can't edit that part of an inventory file by itself",
    says: ({ file, paths }) =>
      `can't edit ${paths.join(", ")} in ${file} automatically; ` +
      "nothing was written",
    help: ({ file }) => [edit(file)],
  }),
  notAdoptable: entry<{ host: string; problems: readonly string[] }>({
    code: "SDOPS_NOT_ADOPTABLE",
    exit: "refused",
    about: "part of a host's configuration can't or mustn't be copied",
    says: ({ problems }) =>
      problems.length === 1
        ? "1 thing keeps the host from being adopted"
        : `${problems.length} things keep the host from being adopted`,
    help: () => ["sdops hosts add --help"],
  }),
  pathRefused: entry<{ folder: string; path: string; why: string }>({
    code: "SDOPS_PATH_REFUSED",
    exit: "refused",
    about: "a file's name leads out of its folder",
    says: ({ folder, path, why }) =>
      `${JSON.stringify(path)} can't be written into ${folder}: ${why}; ` +
      "nothing was written",
    help: ({ folder }) => [`ls -la ${folder}`],
  }),
  unknownHost: entry<{
    meant: string | undefined
    problem: string
    selector: string
  }>({
    code: "SDOPS_UNKNOWN_HOST",
    exit: "usage",
    about: "a selector matches no host of the fleet",
    says: ({ meant, problem }) =>
      meant === undefined ? problem : `${problem}; did you mean ${meant}?`,
    help: () => ["sdops hosts list"],
  }),
}

function placeOf(problem: Place | undefined): string {
  if (problem === undefined) return "hosts/fleet.yaml"
  return `+${problem.line} ${problem.file}`
}
