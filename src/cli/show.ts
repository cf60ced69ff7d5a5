import type { GlobalFlags } from "./global-flags.ts"

/**
 * Writes a result for people; as one line of NDJSON with `--events`; not at
 * all with `--json`, which oclif prints.
 */
export function show(result: object, flags: GlobalFlags, text: string): void {
  if (flags.json) return
  const shown = flags.events
    ? JSON.stringify({ event: "result", ...result })
    : text
  process.stdout.write(`${shown}\n`)
}
