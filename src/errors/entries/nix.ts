import { about, edit, there } from "../advice.ts"
import { entry } from "../entry.ts"

/** Hosts may not have flakes turned on. */
const nix =
  "nix --extra-experimental-features nix-command " +
  "--extra-experimental-features flakes"

export const nixErrors = {
  buildFailed: entry<{
    name: string
    reason: string
    drv: string | undefined
  }>({
    code: "SDOPS_BUILD_FAILED",
    exit: "failed",
    about: "a derivation could not be built",
    says: ({ name, reason }) => `${name} was not built: ${reason}`,
    help: ({ drv }) => [
      drv === undefined
        ? about("sdops doctor", "--only nix")
        : there(`nix-store --read-log ${drv}`),
    ],
  }),
  cacheUnreachable: entry<{ url: string; reason: string }>({
    code: "SDOPS_CACHE_UNREACHABLE",
    exit: "failed",
    about: "a binary cache does not answer, or is none",
    says: ({ reason, url }) => `the cache ${url} cannot be used: ${reason}`,
    help: ({ url }) => [
      about("sdops cache check"),
      there(`curl -sSfL ${url}/nix-cache-info`),
    ],
  }),
  diskFull: entry<{ machine: string | undefined; where: string }>({
    code: "SDOPS_DISK_FULL",
    exit: "failed",
    about: "a disk became full while Nix wrote to it",
    says: ({ where }) => `the disk of ${where} is full`,
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
    about: "a site didn't give a file that is to be downloaded",
    says: ({ name, reason }) => `${name} was not downloaded: ${reason}`,
    help: ({ url }) => [`curl -sSIL '${url}'`],
  }),
  downloadLogin: entry<{ name: string; status: string; url: string }>({
    code: "SDOPS_DOWNLOAD_LOGIN",
    exit: "failed",
    about: "a file is given only to who logs in, by a token",
    says: ({ name, status }) =>
      `${name} wants a login (HTTP ${status}): download it with your token ` +
      "and put it into the host's store; no token goes into a URL",
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
    about: "a download has another hash than the one that is written down",
    says: ({ got, name, specified }) =>
      `${name} has the hash ${got}, not ${specified}`,
    help: ({ got }) => [
      ({ host = "fleet" }) =>
        `sha256: ${got}   # in hosts/${host}.yaml, if the file is right`,
    ],
  }),
  heavyBuild: entry<{ host: string; packages: readonly string[] }>({
    code: "SDOPS_HEAVY_BUILD",
    exit: "refused",
    about: "packages would be compiled that take tens of minutes or hours",
    says: ({ packages }) => `${packages.join(", ")} would be compiled`,
    help: ({ host }) => [
      `sdops cache check ${host}`,
      "sdops builders check",
      `sdops deploy ${host} --allow-heavy-builds`,
    ],
  }),
  inputUnavailable: entry<{ input: string; reason: string }>({
    code: "SDOPS_INPUT_UNAVAILABLE",
    exit: "failed",
    about: "an input of the flake cannot be had or is not what was locked",
    says: ({ input, reason }) => `the input ${input} cannot be had: ${reason}`,
    help: ({ input }) => [
      "sdops update --help",
      there(`${nix} flake metadata ${input}`),
    ],
  }),
  lockOutdated: entry<{ flake: string }>({
    code: "SDOPS_LOCK_OUTDATED",
    exit: "failed",
    about: "flake.lock does not fit the inputs, and a deployment never locks",
    says: ({ flake }) => `the lock of ${flake} does not fit its inputs`,
    help: () => ["git diff hosts/fleet.yaml hosts/flake.lock"],
  }),
  nixAnswer: entry<{ asked: string }>({
    code: "SDOPS_NIX_ANSWER",
    exit: "failed",
    about: "Nix answered in a form that sdops does not know",
    says: ({ asked }) => `the answer of ${asked} has an unknown form`,
    help: () => [there("nix --version")],
  }),
  nixFailed: entry<{ during: string; reason: string }>({
    code: "SDOPS_NIX_FAILED",
    exit: "failed",
    about: "Nix failed for a reason that has no code of its own",
    says: ({ during, reason }) => `${during} failed: ${reason}`,
    help: () => [
      about("sdops doctor", "--only nix"),
      there("systemctl status nix-daemon"),
    ],
  }),
  nixMissing: entry<{ where: string }>({
    code: "SDOPS_NIX_MISSING",
    exit: "failed",
    about: "there is no Nix, or its daemon does not run",
    says: ({ where }) => `Nix does not answer on ${where}`,
    help: () => [there("systemctl status nix-daemon.socket")],
  }),
  nobodyBuilds: entry<object>({
    code: "SDOPS_NOBODY_BUILDS",
    exit: "refused",
    about: "the host's Nix is set to build nothing, and there is no builder",
    says: () =>
      "the host's Nix builds nothing itself (max-jobs = 0), and no builder " +
      "would build for it",
    help: () => ["sdops builders add --help", there("cat /etc/nix/nix.conf")],
  }),
  noBuilder: entry<{ name: string; needs: string }>({
    code: "SDOPS_NO_BUILDER",
    exit: "failed",
    about: "no machine has what a derivation needs to be built",
    says: ({ name, needs }) => `${name} needs ${needs}, which no machine has`,
    help: () => ["sdops builders list", there("cat /etc/nix/nix.conf")],
  }),
  unsigned: entry<{ name: string; from: string }>({
    code: "SDOPS_UNSIGNED",
    exit: "failed",
    about: "a path is not signed by a key that the receiver trusts",
    says: ({ from, name }) => `${name} from ${from} has no trusted signature`,
    help: () => [about("sdops cache check"), there("cat /etc/nix/nix.conf")],
  }),
  untrusted: entry<{ settings: readonly string[] }>({
    code: "SDOPS_UNTRUSTED",
    exit: "refused",
    about: "Nix ignores our settings, since our user is not a trusted one",
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
