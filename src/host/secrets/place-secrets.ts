import { z } from "zod"
import type { Secret } from "../../secret.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import placeSecretsScript from "./place-secrets.sh"

const names = z
  .string()
  .default("")
  .transform((text) => text.split(" ").filter((word) => word !== ""))
const schema = z.object({ changed: names, left: names, restarted: names })

export type PlacedSecrets = Readonly<z.infer<typeof schema>>

/** A value, and the units that want it. */
export type NamedSecret = {
  readonly name: string
  readonly units: readonly string[]
  readonly value: Secret
}

/**
 * Keeps secrets on the host, encrypted there with the host's own key. Values
 * go by stdin. Output: which had changed, and what became of their units.
 * Errors: those of `ask`.
 */
export async function placeSecrets(
  shell: HostShell,
  input: {
    /** Units that are left with the old value until they start again. */
    readonly busy: readonly string[]
    /** What of a changed value is new at once: files alone, or their users. */
    readonly restart: "files" | "units"
    readonly secrets: readonly NamedSecret[]
  },
): Promise<PlacedSecrets> {
  const lines = input.secrets.map(({ name, units, value }) => {
    const bytes = Buffer.from(value.reveal()).toString("base64")
    return `${name} ${units.join(",") || "-"} ${bytes}\n`
  })
  const during = "keeping secrets"
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during,
    script: placeSecretsScript,
    stdin: lines.join(""),
    variables: { busy: input.busy.join(" "), restart: input.restart },
  })
  const at = { asked: during, host: shell.host }
  return fitting(schema, Object.fromEntries(facts), at)
}
