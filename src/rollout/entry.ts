import { z } from "zod"
import { verdicts } from "../deploy/outcome/verdict.ts"
import { settings, wave } from "./settings.ts"

const at = z.iso.datetime()
/** Who writes the journal, to tell whether that process still lives. */
const writer = { machine: z.string(), pid: z.int().positive() }

/** One line of a journal; each is on the disk before what it says is done. */
export const entry = z.discriminatedUnion("entry", [
  z.strictObject({
    at,
    entry: z.literal("begun"),
    settings,
    version: z.literal(1),
    waves: z.array(wave),
    ...writer,
  }),
  z.strictObject({ at, entry: z.literal("resumed"), ...writer }),
  z.strictObject({
    at,
    entry: z.literal("host-started"),
    host: z.string(),
    /** Of the record that the host will have. */
    id: z.string(),
  }),
  z.strictObject({
    at,
    entry: z.literal("host-ended"),
    host: z.string(),
    seconds: z.number(),
    /** `interrupted`: Ctrl-C, and the host is to be started again. */
    verdict: z.enum(verdicts),
  }),
  z.strictObject({
    at,
    because: z.string().optional(),
    entry: z.literal("ended"),
  }),
])

export type Entry = z.output<typeof entry>

/** The same, as it is written. */
export type WrittenEntry = z.input<typeof entry>
