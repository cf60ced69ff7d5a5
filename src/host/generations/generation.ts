import { z } from "zod"
import { ask } from "../facts.ts"
import { fitting, fittingJson } from "../fitting.ts"
import { hostFileSchema } from "../probe/probe-schema.ts"
import generationScript from "./generation.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

const number = z.string().regex(/^[0-9]*$/)

/** A generation of the system profile. */
export type Generation = {
  readonly generation: string
  /** When it was made, in seconds since 1970 by the host's clock. */
  readonly made: number
  /** NixOS's version; empty where it doesn't say. */
  readonly nixos: string
  readonly toplevel: string
  /** Path of its kernel; empty when unknown. */
  readonly kernel: string
  /** Version of its NVIDIA module; empty without one. */
  readonly driver: string
  /** Its etc/sdops/host.json; undefined without sdops' modules. */
  readonly file: z.infer<typeof hostFileSchema> | undefined
}

/**
 * The newest generation older than `before`, or the one `wanted`. Undefined
 * when there is none. Errors: `hostScript`.
 */
export async function readGeneration(
  shell: HostShell,
  input: { readonly before?: string; readonly wanted?: string },
): Promise<Generation | undefined> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "reading the generations",
    script: generationScript,
    variables: {
      before: number.parse(input.before ?? ""),
      wanted: number.parse(input.wanted ?? ""),
    },
  })
  const generation = facts.get("generation")
  if (generation === undefined) return undefined
  const file = facts.get("file")
  const at = { asked: "reading the generations", host: shell.host }
  return {
    file:
      file === undefined ? undefined : fittingJson(hostFileSchema, file, at),
    driver: facts.get("driver") ?? "",
    generation,
    kernel: facts.get("kernel") ?? "",
    made: Number(facts.get("made") ?? 0),
    nixos: facts.get("nixos") ?? "",
    toplevel: fitting(storePathSchema, facts.get("toplevel"), at),
  }
}
