import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../process.ts"
import { type HostKey, parseHostKey } from "./host-key.ts"
import { opensshReason } from "../clients/openssh-reason.ts"
import { options, strictFlags } from "../clients/openssh-options.ts"
import { runtimeFolder } from "../clients/runtime-folder.ts"
import { type RemoteContext, targetFlags } from "../ssh-config.ts"
import type { Target } from "../target.ts"

/** What a host offers, or why nothing was seen. */
export type Offer =
  | { readonly key: HostKey }
  | { readonly key: undefined; readonly reason: string }

/** The key that a host offers, through jump hosts too, without logging in. */
export async function scanHostKey(
  target: Target,
  context: RemoteContext,
): Promise<Offer> {
  const { environment, limits, signal } = context
  await using folder = await runtimeFolder(environment)
  const file = join(folder.path, "offered")
  const ran = await run(
    [
      "ssh",
      ...targetFlags(target, environment),
      ...options({
        ControlPath: "none",
        PreferredAuthentications: "none",
        // The first value of an option counts: written down, never used.
        StrictHostKeyChecking: "accept-new",
      }),
      ...strictFlags(file, context),
      "--",
      target.address,
      "true",
    ],
    { deadline: limits.connect * 2, environment, signal },
  )
  const text = await readFile(file, "utf8").catch(() => "")
  const key = parseHostKey(text.replace(/^\S+\s+/, ""))
  return key === undefined ? { key, reason: opensshReason(ran) } : { key }
}
