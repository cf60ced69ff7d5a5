import type { HostShell } from "../../host/shell.ts"
import type { Supervised } from "../deployment.ts"
import { followWhile } from "./follow-until.ts"
import type { StageContext } from "../stage.ts"
import { signOfLife } from "./sign-of-life.ts"

/**
 * Does something while the supervisor is followed. A host that turns back
 * meanwhile stops the work, and its own reason is the error. What fails over a
 * connection that is gone says nothing of the host: then the loss is the error.
 */
export async function whileWatched<Result>(
  supervised: Supervised,
  shell: HostShell,
  context: StageContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const turned = new AbortController()
  const done = Promise.withResolvers<"enough">()
  const watching = followWhile(supervised, shell, context, done.promise).catch(
    (thrown: unknown) => turned.abort(thrown),
  )
  try {
    return await work(AbortSignal.any([context.signal, turned.signal]))
  } catch (thrown) {
    const stopped = turned.signal.aborted || context.signal.aborted
    if (!stopped) await signOfLife(shell)
    throw turned.signal.aborted ? turned.signal.reason : thrown
  } finally {
    done.resolve("enough")
    await watching
  }
}
