import { ask } from "../facts.ts"
import type { HostShell } from "../shell.ts"
import gpusScript from "./gpus.sh"

/** What a host tells of its GPUs, as text. */
export type GpuTexts = {
  /** Of AMD's: a line a card, as gpus.sh has it. */
  readonly amd: string
  /** Undefined: there is no nvidia-smi. */
  readonly smi:
    | {
        readonly exit: number
        /** What was asked for, in this order. */
        readonly fields: readonly string[]
        readonly output: string
      }
    | undefined
  /** A line a process: pid, UUID, MiB, program. */
  readonly processes: string
  /** systemd's unit of a process, by its pid. */
  readonly units: ReadonlyMap<number, string>
}

/** Asks what each GPU does, in one round trip. Errors: `hostScript`. */
export async function readGpus(shell: HostShell): Promise<GpuTexts> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "looking at the GPUs",
    script: gpusScript,
    variables: {},
  })
  const exit = facts.get("smi.exit")
  const units = [...facts].flatMap(([key, unit]) =>
    key.startsWith("unit.") && unit !== ""
      ? [[Number(key.slice("unit.".length)), unit] as const]
      : [],
  )
  return {
    amd: facts.get("amd") ?? "",
    processes: facts.get("apps.output") ?? "",
    smi:
      exit === undefined
        ? undefined
        : {
            exit: Number(exit),
            fields: (facts.get("smi.fields") ?? "").split(","),
            output: facts.get("smi.output") ?? "",
          },
    units: new Map(units),
  }
}
