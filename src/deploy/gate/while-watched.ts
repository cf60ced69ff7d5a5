import type { HostShell } from "../../host/shell.ts"
import type { Supervised } from "../deployment.ts"
import { followUntil } from "./follow-until.ts"
import type { StageContext } from "../stage.ts"

/**
 * Does something while the supervisor is followed. A host that turns back
 * meanwhile stops the work, and its own reason is the error; work that ends
 * must have changed the record, which lets the follower go.
 */
export async function whileWatched<Result>(
  supervised: Supervised,
  shell: HostShell,
  context: StageContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const turned = new AbortController()
  let done = false
  const watching = followUntil(supervised, shell, context, () =>
    done ? "reached" : "wait",
  ).catch((thrown: unknown) => turned.abort(thrown))
  try {
    const result = await work(AbortSignal.any([context.signal, turned.signal]))
    done = true
    await watching
    return result
  } catch (thrown) {
    throw turned.signal.aborted ? turned.signal.reason : thrown
  }
}
