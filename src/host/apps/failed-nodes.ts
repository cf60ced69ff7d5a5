import { ask } from "../facts.ts"
import failedNodesScript from "./failed-nodes.sh"
import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"
import { strip } from "../../remote/strip.ts"

/** A custom node that ComfyUI could not import. */
export type FailedNode = {
  /** Its folder's name. */
  readonly name: string
  /** What Python says; empty when the log doesn't tell. */
  readonly reason: string
}

/**
 * The custom nodes of these that ComfyUI's present process could not import,
 * by its log. Errors: those of `ask`.
 */
export async function failedNodes(
  shell: HostShell,
  input: { readonly names: readonly string[]; readonly unit: string },
): Promise<readonly FailedNode[]> {
  if (input.names.length === 0) return []
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "looking for custom nodes that failed",
    script: failedNodesScript,
    variables: { unit: unitSchema.parse(input.unit) },
  })
  return parseFailedNodes(facts.get("lines") ?? "", input.names)
}

/**
 * Such lines of ComfyUI's log (nodes.py of 0.3.64, 0.25.0 and 0.33.0):
 * `Cannot import PATH module for custom nodes: REASON`, and, in the list of
 * times, `0.0 seconds (IMPORT FAILED): PATH`.
 */
export function parseFailedNodes(
  lines: string,
  names: readonly string[],
): readonly FailedNode[] {
  const reasons = new Map<string, string>()
  for (const line of lines.split("\n")) {
    const [, path = "", reason = ""] =
      /Cannot import (\/.*) module for custom nodes: (.*)$/.exec(line) ??
      /\(IMPORT FAILED\): (\/.*)$/.exec(line) ??
      []
    const name = names.find((one) => path.endsWith(`/${one}`))
    if (name !== undefined)
      reasons.set(name, reasons.get(name) || strip(reason).trim())
  }
  return [...reasons]
    .map(([name, reason]) => ({ name, reason }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Such as `custom node X could not be imported: No module named 'gguf'`. */
export function sayFailedNode({ name, reason }: FailedNode): string {
  const why = reason === "" ? "" : `: ${reason}`
  return `the custom node ${name} could not be imported${why}`
}
