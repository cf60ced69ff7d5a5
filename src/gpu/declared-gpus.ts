import type { Host } from "../inventory/host.ts"
import type { SmiAnswer } from "./smi.ts"

type Declared = Pick<Host["gpu"], "count" | "uuids">

/** How many GPUs a host must have by its inventory; 0: it doesn't say. */
export function declaredGpus({ count = 0, uuids = [] }: Declared): number {
  return Math.max(count, uuids.length)
}

/**
 * What of the declared GPUs doesn't answer, a sentence each. An nvidia-smi that
 * lists nothing says nothing of how many there are.
 */
export function missingGpus(
  smi: SmiAnswer | undefined,
  declared: Declared,
): readonly string[] {
  if (smi?.smi !== "gpus" || smi.gpus.length === 0) return []
  const answering = smi.gpus.filter(({ uuid }) => uuid !== undefined)
  const wanted = declaredGpus(declared)
  const number = answering.length
  const absent = (declared.uuids ?? []).filter(
    (uuid) => !answering.some((gpu) => gpu["uuid"] === uuid),
  )
  return [
    ...(number < wanted ? [`${number} of ${wanted} declared GPUs answer`] : []),
    ...absent.map((uuid) => `${uuid} is declared and doesn't answer`),
  ]
}
