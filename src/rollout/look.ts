import { z } from "zod"
import type { Context } from "../context.ts"
import type { DeployEvent } from "../deploy/event.ts"
import type { HostResult } from "../deploy/outcome/result.ts"
import { resume } from "../deploy/resume.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"

/** What became of a host that was under way when its rollout was killed. */
export type Seen =
  /** Its deployment came to an end of its own. */
  | { readonly how: "ended"; readonly result: HostResult }
  /** Nothing began, or the host went back as nobody was there any more. */
  | { readonly how: "untouched" }
  /** The host wasn't reached. */
  | { readonly how: "unknown"; readonly result: HostResult }

/** Asks the host itself, by the id that its record would have. */
export async function look(
  fleet: Fleet,
  host: Host,
  id: string,
  context: Context<DeployEvent>,
): Promise<Seen> {
  // The verdict is told once it is known to be of this rollout.
  const emit = (event: DeployEvent): void => {
    if (event.event !== "verdict") context.emit(event)
  }
  return judge(await resume(fleet, host, { ...context, emit }), id)
}

/** What the newest deployment on a host says about the one of that id. */
export function judge(result: HostResult, id: string): Seen {
  const { error, record } = result
  if (record === id) {
    return leftAlone(error?.details)
      ? { how: "untouched" }
      : { how: "ended", result }
  }
  const other = record !== undefined || error?.code === "SDOPS_NO_RECORD"
  return other ? { how: "untouched" } : { how: "unknown", result }
}

const details = z.object({
  cause: z.enum(["no-acknowledgement", "no-contact", "no-go"]),
  state: z.enum(["failed", "rolled-back"]),
})

/** The host waited for us, and then put everything back. */
function leftAlone(said: unknown): boolean {
  return details.safeParse(said).success
}
