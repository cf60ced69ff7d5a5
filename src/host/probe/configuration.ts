import { z } from "zod"
import { type CamelKeys, camelKeys } from "../../camel-keys.ts"
import { fail } from "../../errors/fail.ts"
import { unfitPath } from "../../files/unfit-path.ts"
import { ask, type Facts } from "../facts.ts"
import configurationScript from "./configuration.sh"
import type { HostShell } from "../shell.ts"
import { unasked, type Wanted } from "./unasked.ts"

const seenSchema = z.object({
  path: z.string(),
  kind: z.enum([
    "absent",
    "file",
    "folder",
    "large",
    "link",
    "other",
    "secret",
  ]),
  /** Of a link: where it leads; a large file: bytes; a token: its line. */
  detail: z.string(),
  content: z
    .string()
    .optional()
    .transform((text) =>
      text === undefined ? undefined : Buffer.from(text, "base64"),
    ),
  /** What the host's Nix parsed a file as; its paths are absolute. */
  ast: z.string().optional(),
  "parse-error": z.string().optional(),
})

export type Seen = CamelKeys<z.infer<typeof seenSchema>>

export type SeenConfiguration = {
  /** Absolute, links resolved; empty when it isn't there. */
  readonly entry: string
  readonly within: string
  readonly channelRevision: string
  /** Whether a flake.nix lies beside the entry. */
  readonly flake: boolean
  readonly seen: readonly Seen[]
}

/**
 * Bytes and files that a configuration may have: a desktop's pictures too. A
 * pushed tree may have some more bytes.
 */
export const most = { bytes: 24_000_000, files: 2000 }

/**
 * Reads paths of a host's own configuration in one round trip; what looks like
 * a secret is named, and its content stays on the host. Errors: `hostScript`;
 * `answerRefused` for paths that weren't asked for or lead out of the folder;
 * those of the connection.
 */
export async function readConfiguration(
  shell: HostShell,
  input: {
    readonly entry: string
    /** Undefined: the entry's own folder. */
    readonly within: string | undefined
    readonly paths: readonly Wanted[]
  },
): Promise<SeenConfiguration> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "reading the host's configuration",
    script: configurationScript,
    variables: {
      entry: input.entry,
      most_bytes: String(most.bytes),
      most_files: String(most.files),
      paths: input.paths.map(({ how, path }) => `${how} ${path}`).join("\n"),
      within: input.within ?? "",
    },
  })
  const read = seenIn(facts)
  const place = {
    entry: facts.get("entry") ?? "",
    within: facts.get("within") ?? "",
  }
  const why =
    typeof read === "string"
      ? read
      : (unfitEntry(place) ?? unasked(input.paths, read))
  if (typeof read === "string" || why !== undefined) {
    const asked = "reading its configuration"
    const { host } = shell
    throw fail("answerRefused", { asked, why: why ?? "" }, { host })
  }
  return {
    ...place,
    channelRevision: (facts.get("channel-revision") ?? "").trim(),
    flake: facts.get("flake") === "1",
    seen: read,
  }
}

/** What was read; a text says why it isn't an answer of our script. */
function seenIn(facts: Facts): Seen[] | string {
  const count = Number(facts.get("count") ?? 0)
  const all = [...facts.keys()].filter((key) => key.startsWith("path."))
  if (count !== all.length) return `it counts ${all.length} paths as ${count}`
  const found: Seen[] = []
  const keys = Object.keys(seenSchema.shape)
  for (let number = 1; number <= count; number++) {
    const pairs = keys.map((key) => [key, facts.get(`${key}.${number}`)])
    const parsed = seenSchema.safeParse(Object.fromEntries(pairs))
    if (!parsed.success) return `path.${number} can't be parsed`
    found.push(camelKeys(parsed.data))
  }
  return found
}

/** An entry outside of the folder that may be read isn't ours to judge. */
function unfitEntry({
  entry,
  within,
}: Pick<SeenConfiguration, "entry" | "within">): string | undefined {
  if (within === "" || !entry.startsWith(`${within}/`)) return undefined
  const path = entry.slice(within.length + 1)
  const why = unfitPath(path)
  return why && `${JSON.stringify(path)} can't be a file here: ${why}`
}
