import { about, type Advice, edit, there } from "../advice.ts"
import { entry } from "../entry.ts"

type Turned = {
  readonly cause: string
  readonly host: string
  readonly state: string
}

/** What a host was left with, by the record's state. */
const leftBy: Readonly<Record<string, string>> = {
  conflict: "somebody else switched the host in the meantime",
  failed: "it ended before activation; nothing was changed",
  refused: "the supervisor refused it; nothing was changed",
  "rolled-back": "the supervisor rolled back",
  "rolling-back": "the supervisor is rolling back",
  stranded: "the rollback is not proven",
}

const turned = (help: (details: Turned) => readonly Advice[]) =>
  ({ exit: "rolled-back", help }) as const

export const deployErrors = {
  appUnitDown: entry<Turned & { readonly unit: string | undefined }>({
    exit: "rolled-back",
    help: ({ unit }) => [
      there(
        unit === undefined
          ? "journalctl -b -n 50"
          : `journalctl -n 50 -u ${unit}`,
      ),
    ],
    code: "SDOPS_APP_UNIT_DOWN",
    about: "the app's unit wasn't running from the candidate after activation",
    says: ({ cause }) => `the app is not running from the candidate (${cause})`,
  }),
  committedDegraded: entry<{ host: string; units: readonly string[] }>({
    code: "SDOPS_DEGRADED",
    exit: "degraded",
    about: "the new system is committed, but some of its units failed",
    says: ({ units }) =>
      `the new system is committed, but ${units.join(", ")} failed`,
    help: ({ host }) => [`sdops doctor ${host}`],
  }),
  contactLost: entry<Turned>({
    ...turned(({ host }) => [`sdops resume ${host}`]),
    code: "SDOPS_CONTACT_LOST",
    about: "the host could not be reached in time after activation",
    says: ({ cause }) => `the host could not be reached in time (${cause})`,
  }),
  dryActivationFailed: entry<{ exit: number }>({
    code: "SDOPS_DRY_ACTIVATION_FAILED",
    exit: "failed",
    about: "the candidate's own dry activation failed; nothing was changed",
    says: ({ exit }) => `the dry activation ended with exit ${exit}`,
    help: () => [about("sdops deploy", "--goal build")],
  }),
  driverNotProven: entry<Turned>({
    ...turned(({ host }) => [`sdops doctor ${host} --only gpu`]),
    code: "SDOPS_DRIVER_NOT_PROVEN",
    about: "driver module, library and nvidia-smi disagree after activation",
    says: ({ cause }) => `the NVIDIA driver is not the candidate's (${cause})`,
  }),
  engineFailed: entry<{ exit: number }>({
    code: "SDOPS_ENGINE_FAILED",
    exit: "stranded",
    about: "nixos-rebuild switch failed, without a supervisor to roll back",
    says: ({ exit }) => `nixos-rebuild switch ended with exit ${exit}`,
    help: () => [there("nixos-rebuild list-generations")],
  }),
  gpuAbsent: entry<Turned>({
    ...turned(({ host }) => [
      `sdops doctor ${host} --only gpu`,
      edit(`hosts/${host}.yaml`),
    ]),
    code: "SDOPS_GPU_ABSENT",
    about: "after activation fewer GPUs answered than the inventory declares",
    says: () => "a GPU that the inventory declares does not answer",
  }),
  gpuFault: entry<Turned & { readonly meaning: string | undefined }>({
    ...turned(({ host }) => [`sdops doctor ${host} --only gpu`]),
    code: "SDOPS_GPU_FAULT",
    about: "the driver wrote a GPU's fault (Xid) to the kernel's log",
    says: ({ meaning }) =>
      `a GPU has failed since the activation: ${meaning ?? "see its Xid"}`,
  }),
  gpuLost: entry<Turned>({
    ...turned(({ host }) => [`sdops doctor ${host} --only gpu`]),
    code: "SDOPS_GPU_LOST",
    about: "a GPU stopped answering with the activation",
    says: () => "a GPU that answered before no longer answers",
  }),
  firstDeployment: entry<{
    host: string
    differences: readonly { readonly id: string; readonly text: string }[]
  }>({
    code: "SDOPS_FIRST_DEPLOYMENT",
    exit: "refused",
    about: "a first deployment would change how the host boots or is reached",
    says: ({ differences }) =>
      differences.length === 1
        ? "the first deployment would change 1 thing the host depends on"
        : `the first deployment would change ${differences.length} things ` +
          "the host depends on",
    help: ({ differences, host }) => {
      const ids = [...new Set(differences.map(({ id }) => id))].toSorted()
      return [
        edit(`hosts/${host}.yaml`),
        `sdops deploy ${host} --accept ${ids.join(",")}`,
      ]
    },
  }),
  gateRejected: entry<Turned & { readonly because: string }>({
    ...turned(({ host }) => [`sdops plan ${host}`, `sdops deploy ${host}`]),
    code: "SDOPS_GATE_REJECTED",
    about: "the candidate failed the gate, or the deployment was interrupted",
    says: ({ because, state }) => {
      const what = because.startsWith("released by ")
        ? `the deployment was ${because}`
        : because === "SDOPS_INTERRUPTED"
          ? "the deployment was interrupted"
          : "the candidate failed the gate"
      return `${what}; ${leftBy[state] ?? `it is ${state}`}`
    },
  }),
  noNix: entry<{ found: string }>({
    code: "SDOPS_NO_NIX",
    exit: "failed",
    about: "Nix doesn't run on the host",
    says: ({ found }) => `Nix does not run on this host (${found})`,
    help: () => [there("nix --version")],
  }),
  notNixos: entry<{ found: string }>({
    code: "SDOPS_NOT_NIXOS",
    exit: "refused",
    about: "the host is not NixOS",
    says: ({ found }) => `this is not NixOS (${found})`,
    help: () => [there("cat /etc/os-release")],
  }),
  noGeneration: entry<{ host: string; wanted: number }>({
    code: "SDOPS_NO_GENERATION",
    exit: "refused",
    about: "rollback --to names a generation that the host doesn't have",
    says: ({ wanted }) => `there is no generation ${wanted}`,
    help: ({ host }) => [`sdops generations ${host}`],
  }),
  noPrevious: entry<{ host: string }>({
    code: "SDOPS_NO_PREVIOUS_GENERATION",
    exit: "refused",
    about: "there is no earlier generation to roll back to",
    says: () => "no other generation to go back to",
    help: ({ host }) => [`sdops plan ${host}`],
  }),
  nothingToConfirm: entry<{ host: string }>({
    code: "SDOPS_NOTHING_TO_CONFIRM",
    exit: "refused",
    about: "confirm found no deployment that waits on the host",
    says: () => "no deployment waits for a word on this host",
    help: ({ host }) => [`sdops resume ${host}`, `sdops deploy ${host}`],
  }),
  noRecord: entry<{ host: string }>({
    code: "SDOPS_NO_RECORD",
    exit: "failed",
    about: "resume found no record of a deployment on the host",
    says: () => "this host has no record of a deployment by sdops",
    help: ({ host }) => [`sdops deploy ${host}`],
  }),
  noRebuild: entry<{ found: string }>({
    code: "SDOPS_NO_REBUILD",
    exit: "refused",
    about: "sdops can't drive the host's nixos-rebuild, or there is none",
    says: ({ found }) => `no nixos-rebuild known to sdops (found: ${found})`,
    help: () => [about("sdops deploy")],
  }),
  outcomeUnknown: entry<{ host: string; id: string }>({
    code: "SDOPS_OUTCOME_UNKNOWN",
    exit: "stranded",
    about: "the host is out of reach; it finishes or rolls back by itself",
    says: ({ id }) =>
      `the outcome of deployment ${id} is unknown: the host is out of reach`,
    help: ({ host }) => [`sdops resume ${host}`],
  }),
  refused: entry<{
    host: string
    reasons: readonly string[]
    /** File systems that are too small: where they are. */
    full?: readonly string[]
  }>({
    code: "SDOPS_REFUSED",
    exit: "refused",
    about: "a guard refused before anything was touched",
    says: ({ reasons }) => reasons.join("; "),
    help: ({ full = [], host }) => [
      ...full.map((place) => there(`df -h ${place}`)),
      ...(full.length === 0
        ? []
        : [there("nix-collect-garbage --delete-older-than 30d")]),
      // The loader's copies go with the entries of generations that are gone.
      ...(full.some((place) => place !== "/nix")
        ? [there("/run/current-system/bin/switch-to-configuration boot")]
        : []),
      `sdops plan ${host}`,
    ],
  }),
  secretMissing: entry<{ reference: string }>({
    code: "SDOPS_SECRET_MISSING",
    exit: "usage",
    about: "a secret's reference is empty or can't be read",
    says: ({ reference }) => {
      const [kind = ""] = reference.split(":")
      switch (kind) {
        case "env":
          return `${reference}: the variable is empty`
        case "file":
          return `${reference}: the file is empty or can't be read`
        case "age":
          return `${reference}: the file can't be decrypted`
        case "cmd":
          return "cmd: the command failed or printed nothing"
        default:
          // It may be the secret itself, so it isn't repeated.
          return "a secret must be env:NAME, file:PATH, age:FILE or cmd:COMMAND"
      }
    },
    help: () => ["sdops help environment"],
  }),
  supervisorTurnedBack: entry<Turned>({
    ...turned(({ host, state }) => [
      state === "stranded" ? `sdops doctor ${host}` : `sdops plan ${host}`,
    ]),
    code: "SDOPS_TURNED_BACK",
    about: "the host's supervisor did not complete the deployment",
    says: ({ cause, state }) =>
      `${leftBy[state] ?? `the deployment is ${state}`} (${cause})`,
  }),
  unitsFailed: entry<Turned>({
    ...turned(() => [there("systemctl --failed")]),
    code: "SDOPS_UNITS_FAILED",
    about: "units failed after activation that had not failed before",
    says: () => "units failed after activation",
  }),
}
