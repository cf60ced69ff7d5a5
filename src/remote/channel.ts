import type { Duplex, Readable } from "node:stream"
import type { Completed, RunOptions } from "./connection.ts"
import { lineSplitter } from "./line-splitter.ts"
import { lossOf } from "./loss.ts"

/** What ssh2 hands out for a running command. */
export type Channel = Duplex & {
  readonly stderr: Readable
  close(): void
  signal(name: string): void
}

/**
 * Follows a command on a channel to its end. Bytes are kept as they come and
 * decoded once. Errors: `connectionLost`, also past the deadline;
 * `interrupted`.
 */
export async function follow(
  open: () => Promise<Channel>,
  host: string,
  options: RunOptions,
): Promise<Completed> {
  const loss = lossOf(host, options)
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
        else listen(opened, options, resolve, () => reject(loss.lost()))
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
  { onLine, stdin }: RunOptions,
  done: (completed: Completed) => void,
  lost: () => void,
): void {
  const stdout = collect(channel, (line) => onLine?.(line, "stdout"))
  const stderr = collect(channel.stderr, (line) => onLine?.(line, "stderr"))
  // A command may end without reading its stdin; that isn't a failure.
  channel.on("error", () => {})
  // Not "exit": a quick command's comes with the answer that opens the channel,
  // before anybody listens. "close" says the same, and nothing after a loss.
  channel.on("close", (code?: number | null, signal?: string) => {
    if (code === undefined) return lost()
    const exit = code ?? undefined
    done({ exit, signal, stdout: stdout(), stderr: stderr() })
  })
  channel.end(stdin)
}

/** Keeps a stream's bytes; the result ends it and gives the whole text. */
function collect(
  stream: Readable,
  onLine: (line: string) => void,
): () => string {
  const chunks: Buffer[] = []
  const lines = lineSplitter(onLine)
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk)
    lines.write(chunk)
  })
  return () => {
    lines.end()
    return Buffer.concat(chunks).toString("utf8")
  }
}
