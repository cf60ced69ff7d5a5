import { z } from "zod"
import { ask, type Facts } from "./facts.ts"
import { configurationScript } from "./scripts.ts"
import type { HostShell } from "./shell.ts"

/** How a path is wanted: a folder as Nix imports it, or all that is in it. */
export type Wanted = {
  readonly how: "file" | "module" | "whole"
  /** From the folder that may be read; `.` is that folder. */
  readonly path: string
}

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
  /** Of a link: where it leads; of a large file: bytes. */
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

export type Seen = z.infer<typeof seenSchema>

export type SeenConfiguration = {
  /** Absolute, links resolved; empty when it isn't there. */
  readonly entry: string
  readonly within: string
  readonly "channel-revision": string
  /** Whether a flake.nix lies beside the entry. */
  readonly flake: boolean
  readonly seen: readonly Seen[]
}

/** Bytes and files that a configuration may have; people's are small. */
export const most = { bytes: 2_000_000, files: 500 }

/**
 * Reads paths of a host's own configuration in one round trip; what looks like
 * a secret is named, and its content stays on the host. Errors: `hostScript`,
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
  const count = Number(facts.get("count") ?? 0)
  return {
    "channel-revision": (facts.get("channel-revision") ?? "").trim(),
    entry: facts.get("entry") ?? "",
    flake: facts.get("flake") === "1",
    seen: Array.from({ length: count }, (_, index) => seen(facts, index + 1)),
    within: facts.get("within") ?? "",
  }
}

function seen(facts: Facts, number: number): Seen {
  const keys = Object.keys(seenSchema.shape)
  const pairs = keys.map((key) => [key, facts.get(`${key}.${number}`)])
  return seenSchema.parse(Object.fromEntries(pairs))
}
