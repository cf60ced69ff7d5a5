import { about, edit, there } from "../advice.ts"
import { entry } from "../entry.ts"

/** Hosts may not have flakes turned on. */
const nix =
  "nix --extra-experimental-features nix-command " +
  "--extra-experimental-features flakes"

export const nixErrors = {
  cacheUnreachable: entry<{ url: string; reason: string }>({
    code: "SDOPS_CACHE_UNREACHABLE",
    exit: "failed",
    about: "a binary cache doesn't answer, or isn't one",
    says: ({ reason, url }) => `can't use the cache ${url}: ${reason}`,
    help: ({ url }) => [
      about("sdops cache check"),
      there(`curl -sSfL ${url}/nix-cache-info`),
    ],
  }),
  diskFull: entry<{ machine: string | undefined; where: string }>({
    code: "SDOPS_DISK_FULL",
    exit: "failed",
    about: "a disk filled up while Nix was writing",
    says: ({ where }) => `the disk on ${where} is full`,
    help: ({ machine }) => {
      const on = (command: string) =>
        machine === undefined ? there(command) : `ssh ${machine} ${command}`
      return [
        on("df -h /nix"),
        on("nix-collect-garbage --delete-older-than 30d"),
      ]
    },
  }),
  downloadFailed: entry<{ name: string; reason: string; url: string }>({
    code: "SDOPS_DOWNLOAD_FAILED",
    exit: "failed",
    about: "a download failed",
    says: ({ name, reason }) => `${name} was not downloaded: ${reason}`,
    help: ({ url }) => [`curl -sSIL '${url}'`],
  }),
  downloadLogin: entry<{ name: string; status: string; url: string }>({
    code: "SDOPS_DOWNLOAD_LOGIN",
    exit: "failed",
    about: "a download requires a login, with a token",
    says: ({ name, status }) =>
      `${name} requires a login (HTTP ${status}): download it with your ` +
      "token and add it to the host's store; tokens don't belong in a URL",
    help: ({ name, url }) => [
      `curl -fL -H "Authorization: Bearer $TOKEN" -o '${name}' '${url}'`,
      ({ login = "" }) => `scp ${name} ${login}:/tmp/`,
      there(`nix-store --add-fixed sha256 /tmp/${name}`),
    ],
  }),
  evaluationFailed: entry<{
    message: string
    near: readonly string[]
    /** In the fleet's own files. */
    place: { file: string; line: number | undefined } | undefined
  }>({
    code: "SDOPS_EVALUATION_FAILED",
    exit: "failed",
    about: "the configuration does not evaluate",
    says: ({ message }) => `the configuration does not evaluate: ${message}`,
    help: ({ place }) => [
      place === undefined ? about("sdops hosts show") : edit(placed(place)),
    ],
  }),
  hashMismatch: entry<{ name: string; specified: string; got: string }>({
    code: "SDOPS_HASH_MISMATCH",
    exit: "failed",
    about: "a download doesn't have the declared hash",
    says: ({ got, name, specified }) =>
      `${name} has the hash ${got}, not ${specified}`,
    help: ({ got, name }) => {
      const [, image] = /^sdops-image-(.+)-\d+\.png$/u.exec(name) ?? []
      if (image !== undefined) return [`sdops image render ${image} --lock`]
      return [
        ({ host = "fleet" }) =>
          `sha256: ${got}   # in hosts/${host}.yaml, if the file is right`,
      ]
    },
  }),
  heavyBuild: entry<{
    host: string
    /** What helps, by why no cache has them. */
    more: readonly string[]
    packages: readonly string[]
  }>({
    code: "SDOPS_HEAVY_BUILD",
    exit: "refused",
    about: "compiling heavy packages would take tens of minutes or hours",
    says: ({ packages }) => `${packages.join(", ")} would be compiled`,
    help: ({ host, more }) => [
      ...more,
      `sdops cache check ${host}`,
      "sdops builders check",
      `sdops deploy ${host} --allow-heavy-builds`,
    ],
  }),
  inputUnavailable: entry<{ input: string; reason: string }>({
    code: "SDOPS_INPUT_UNAVAILABLE",
    exit: "failed",
    about: "a flake input can't be fetched, or isn't what was locked",
    says: ({ input, reason }) => `can't fetch the input ${input}: ${reason}`,
    help: ({ input }) => [
      "sdops update --help",
      there(`${nix} flake metadata ${input}`),
    ],
  }),
  lockOutdated: entry<{ flake: string }>({
    code: "SDOPS_LOCK_OUTDATED",
    exit: "failed",
    about: "flake.lock is out of date, and deployments never update it",
    says: ({ flake }) => `the lock file of ${flake} doesn't match its inputs`,
    help: () => ["git diff hosts/fleet.yaml hosts/flake.lock"],
  }),
  nixAnswer: entry<{ asked: string }>({
    code: "SDOPS_NIX_ANSWER",
    exit: "failed",
    about: "Nix gave an answer that sdops can't parse",
    says: ({ asked }) => `can't parse the answer of ${asked}`,
    help: () => [there("nix --version")],
  }),
  nixFailed: entry<{ during: string; reason: string }>({
    code: "SDOPS_NIX_FAILED",
    exit: "failed",
    about: "Nix failed for a reason without a code of its own",
    says: ({ during, reason }) => `${during} failed: ${reason}`,
    help: () => [
      about("sdops doctor", "--only nix"),
      there("systemctl status nix-daemon"),
    ],
  }),
  nixMissing: entry<{ where: string }>({
    code: "SDOPS_NIX_MISSING",
    exit: "failed",
    about: "Nix is missing, or its daemon isn't running",
    says: ({ where }) => `Nix doesn't answer on ${where}`,
    help: () => [there("systemctl status nix-daemon.socket")],
  }),
  foreignSystem: entry<{
    host: string
    site: string
    systems: readonly string[]
  }>({
    code: "SDOPS_FOREIGN_SYSTEM",
    exit: "refused",
    about: "the build site builds for another platform than the host's",
    says: ({ site, systems }) =>
      `Nix on ${site} doesn't build for ${systems.join(", ")}, and has no ` +
      "builder",
    help: ({ host }) => [
      `build-on: host   # or a builder's name, in hosts/${host}.yaml`,
    ],
  }),
  nobodyBuilds: entry<object>({
    code: "SDOPS_NOBODY_BUILDS",
    exit: "refused",
    about: "the host's Nix must not build, and there is no builder",
    says: () =>
      "the host's Nix builds nothing itself (max-jobs = 0), and it has no " +
      "builder",
    help: () => ["sdops builders add --help", there("cat /etc/nix/nix.conf")],
  }),
  noBuilder: entry<{ name: string; needs: string }>({
    code: "SDOPS_NO_BUILDER",
    exit: "failed",
    about: "no machine meets a derivation's requirements",
    says: ({ name, needs }) =>
      `${name} needs ${needs}, which no machine offers`,
    help: () => ["sdops builders list", there("cat /etc/nix/nix.conf")],
  }),
  unsigned: entry<{ name: string; from: string }>({
    code: "SDOPS_UNSIGNED",
    exit: "failed",
    about: "a path has no signature that the receiver trusts",
    says: ({ from, name }) => `${name} from ${from} has no trusted signature`,
    help: () => [about("sdops cache check"), there("cat /etc/nix/nix.conf")],
  }),
  untrusted: entry<{ settings: readonly string[] }>({
    code: "SDOPS_UNTRUSTED",
    exit: "refused",
    about: "Nix ignores sdops' settings: the user is not trusted",
    says: ({ settings }) =>
      `Nix ignores ${settings.join(", ")}: the user is not trusted`,
    help: () => [about("sdops doctor", "--only nix/trusted")],
  }),
}

function placed({
  file,
  line,
}: {
  readonly file: string
  readonly line: number | undefined
}): string {
  return line === undefined ? file : `+${line} ${file}`
}
