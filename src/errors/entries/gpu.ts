import { entry } from "../entry.ts"

export const gpuErrors = {
  driverMismatch: entry<{
    module: string | undefined
    library: string | undefined
    wanted: string | undefined
  }>({
    code: "SDOPS_DRIVER_MISMATCH",
    exit: "failed",
    about: "kernel module, library and the system's driver are not the same",
    says: ({ library, module, wanted }) =>
      [
        `the NVIDIA module is ${module ?? "not loaded"}`,
        `the library ${library ?? "silent"}`,
        `the system's driver ${wanted ?? "unknown"}`,
      ].join(", "),
    help: () => ["reboot", "nvidia-smi"],
  }),
}
