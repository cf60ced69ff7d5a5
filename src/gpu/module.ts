/** The kernel module as /proc/driver/nvidia/version tells it. */
export type KernelModule = {
  readonly version: string
  /** The open one doesn't know GPUs before Turing. */
  readonly open: boolean
}

/** Parses `NVRM version: …`; undefined for other text. */
export function parseProcVersion(text: string): KernelModule | undefined {
  const [, kind, version] =
    /NVRM version: NVIDIA UNIX (.*?)Kernel Module.*?\s(\d+(?:\.\d+)+)\s/.exec(
      text,
    ) ?? []
  if (version === undefined) return undefined
  return { open: /open/i.test(kind ?? ""), version }
}
