import { edit } from "../advice.ts"
import { entry } from "../entry.ts"

type Change = { readonly because: string; readonly host: string }

/** The host is as it was, or is so again: its old driver is loaded. */
type Reload = {
  readonly cause: string
  readonly host: string
  readonly state: string
}

export const gpuErrors = {
  driverHeld: entry<
    Change & { readonly help: readonly string[]; holders: readonly string[] }
  >({
    code: "SDOPS_DRIVER_HELD",
    exit: "refused",
    about: "the driver is in use and can't be reloaded; nothing was touched",
    says: ({ because }) => because,
    help: ({ help, host }) => [...help, `sdops deploy ${host} --goal boot`],
  }),
  driverRefused: entry<Change>({
    code: "SDOPS_DRIVER_REFUSED",
    exit: "refused",
    about: "the policy driver-change, or the host itself, rules out the driver",
    says: ({ because }) => because,
    help: ({ host }) => [`sdops doctor ${host} --only gpu`],
  }),
  driverReload: entry<Reload>({
    code: "SDOPS_DRIVER_RELOAD",
    exit: "rolled-back",
    about: "reloading the driver failed; the old one was loaded again",
    says: ({ cause, state }) =>
      `the NVIDIA driver could not be reloaded (${cause}); ${state}`,
    help: ({ host }) => [
      `sdops doctor ${host} --only gpu`,
      `sdops deploy ${host} --goal boot`,
    ],
  }),
  gpuMissing: entry<{ host: string; missing: readonly string[] }>({
    code: "SDOPS_GPU_MISSING",
    exit: "refused",
    about: "fewer GPUs answer than the inventory declares; nothing was touched",
    says: ({ missing }) => missing.join("; "),
    help: ({ host }) => [
      `sdops doctor ${host} --only gpu`,
      edit(`hosts/${host}.yaml`),
    ],
  }),
  gpuSilent: entry<{ host: string; mismatch: boolean; vendor: string }>({
    code: "SDOPS_GPU_SILENT",
    exit: "failed",
    about: "the host's driver shows none of the GPUs that it should have",
    says: ({ mismatch, vendor }) =>
      mismatch
        ? "the NVIDIA driver doesn't fit its library"
        : `no ${vendor === "amd" ? "AMD" : "NVIDIA"} GPU answers`,
    help: ({ host, mismatch }) => [
      ...(mismatch ? [`sdops gpu repair ${host}`] : []),
      `sdops doctor ${host} --only gpu`,
    ],
  }),
  rebootNeeded: entry<Change & { readonly again?: string | undefined }>({
    code: "SDOPS_REBOOT_NEEDED",
    exit: "refused",
    about: "a change of the kernel or driver needs a reboot",
    says: ({ because }) => `a reboot is needed: ${because}`,
    help: ({ again, host }) => [
      again ?? `sdops deploy ${host} --reboot`,
      `sdops deploy ${host} --goal stage`,
    ],
  }),
  rebootRefused: entry<Change & { readonly forbidden: boolean }>({
    code: "SDOPS_REBOOT_REFUSED",
    exit: "refused",
    about: "a reboot is needed, but the policy or a passphrase rules it out",
    says: ({ because }) => because,
    help: ({ forbidden, host }) => [
      ...(forbidden ? [] : [`sdops deploy ${host} --reboot`]),
      `sdops deploy ${host} --goal boot`,
    ],
  }),
  rebootUnproven: entry<Change>({
    code: "SDOPS_REBOOT_UNPROVEN",
    exit: "refused",
    about:
      "a reboot is needed, and the boot loader could not lead back from it",
    says: ({ because }) => because,
    help: ({ host }) => [
      `sdops deploy ${host} --reboot --boot-unproven`,
      `sdops deploy ${host} --goal boot`,
    ],
  }),
}
