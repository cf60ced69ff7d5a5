import type { Duplex, Readable } from "node:stream"
import { collect } from "../../collect.ts"
import type { Completed, RunOptions } from "../connection.ts"
import { type From, lossOf } from "../loss.ts"
import { type Most, mostOf } from "../most.ts"

/** What ssh2 hands out for a running command. */
export type Channel = Duplex & {
  readonly stderr: Readable
  close(): void
  signal(name: string): void
}

/**
 * Follows a command on a channel to its end. Bytes are kept as they come and
 * decoded once. Errors: `connectionLost`, also past the deadline;
 * `tooMuchOutput`; `interrupted`.
 */
export async function follow(
  open: () => Promise<Channel>,
  from: From,
  options: RunOptions,
): Promise<Completed> {
  const loss = lossOf(from, options)
  if (options.signal?.aborted) throw loss.aborted()
  const { promise, resolve, reject } = Promise.withResolvers<Completed>()
  let channel: Channel | undefined
  let over = false
  const give = (error: Error) => {
    over = true
    reject(error)
    if (channel === undefined) return
    channel.signal("TERM")
    channel.close()
  }
  const onAbort = () => give(loss.aborted())
  const timer = setTimeout(() => give(loss.late()), options.deadline * 1000)
  options.signal?.addEventListener("abort", onAbort, { once: true })
  try {
    open().then(
      (opened) => {
        channel = opened
        if (over) opened.close()
        else
          listen(opened, mostOf(from.output, options), options, {
            done: resolve,
            flood: () => give(loss.flood()),
            lost: () => reject(loss.lost()),
          })
      },
      (cause: unknown) => reject(loss.lost(cause)),
    )
    return await promise
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener("abort", onAbort)
  }
}

function listen(
  channel: Channel,
  most: Most,
  { onLine, stdin }: RunOptions,
  tell: {
    readonly done: (completed: Completed) => void
    readonly flood: () => void
    readonly lost: () => void
  },
): void {
  const onFlood = tell.flood
  const stdout = collect(channel, {
    ...most.stdout,
    onFlood,
    ...(onLine && { onLine: (line) => onLine(line, "stdout") }),
  })
  const stderr = collect(channel.stderr, {
    ...most.stderr,
    onFlood,
    ...(onLine && { onLine: (line) => onLine(line, "stderr") }),
  })
  // A command may end without reading its stdin; that isn't a failure.
  channel.on("error", () => {})
  // Not "exit": a quick command's comes with the answer that opens the channel,
  // before anybody listens. "close" says the same, and nothing after a loss.
  channel.on("close", (code?: number | null, signal?: string) => {
    if (code === undefined) return tell.lost()
    const exit = code ?? undefined
    tell.done({ exit, signal, stdout: stdout(), stderr: stderr() })
  })
  channel.end(stdin)
}
