import type { ImportEvent, ImportInput } from "../../../adopt/import/import.ts"
import type { Imported } from "../../../adopt/import/result.ts"
import { silent } from "../../../output/reader.ts"
import { screens } from "../../../output/screen.ts"
import {
  importLine,
  importText,
} from "../../../output/text/adopting/import-text.ts"
import type { GlobalFlags } from "../../flags/global-flags.ts"
import { showValue } from "../../show-value.ts"
import { atWork, teller } from "../at-work.ts"

type Flags = GlobalFlags & {
  readonly dryRun: boolean
  readonly only?: readonly string[] | undefined
  readonly yes: boolean
}

/** Imports hosts: the list, a question, then what was added. */
export async function importedHosts(
  source: ImportInput["source"],
  path: string | undefined,
  flags: Flags,
): Promise<Imported> {
  const { importHosts } = await import("../../../adopt/import/import.ts")
  const { stderr } = screens(flags)
  const reader = { ...silent(process.stderr), note: stderr.print }
  const tell = teller<ImportEvent>(flags, importLine)
  const { dryRun, fleet, only = [], yes } = flags
  // The result says it all where nobody is asked.
  const emit = flags.events || !(dryRun || yes) ? tell : () => {}
  const input = { dryRun, fleet, from: process.cwd(), only, path, source }
  const recovery = "sdops hosts list"
  const result = await atWork(
    { emit, flags, reader, recovery },
    async (context) => importHosts(input, context),
  )
  await showValue(result, flags, importText)
  return result
}
