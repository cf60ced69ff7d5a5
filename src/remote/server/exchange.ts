import { SdopsError } from "../../errors/sdops-error.ts"
import type { Completed } from "../connection.ts"
import type { From, Loss } from "./loss.ts"
import { type AnswerReader, answerReader, markOf } from "./mark.ts"
import { mostOf } from "./most.ts"
import { type Request, requestLine } from "./request.ts"
import type { ServerSession } from "./server-session.ts"
import type { Ended } from "../session.ts"
import { untilMark } from "./until-mark.ts"

/** What became of a request. */
export type Reply = {
  /** Whether its script ran; else `completed` is what was said instead. */
  readonly began: boolean
  readonly completed: Completed
  /** Of the user that it ran as; undefined where `id` failed. */
  readonly uid: number | undefined
  /** Ready for the next request; undefined when its session is over. */
  readonly server: ServerSession | undefined
  /** Whether its stdin had to be ended to get an answer. */
  readonly pressed: boolean
}

type Terms = {
  readonly from: From
  readonly loss: Loss
  /** Seconds after which its stdin is ended; never when left out. */
  readonly patience: number | undefined
}

/**
 * Sends one request to a server and reads its answer to the end. A request that
 * is given up takes its session with it. Errors: those of `Loss`.
 */
export async function exchange(
  open: () => Promise<ServerSession>,
  request: Request,
  { from, loss, patience }: Terms,
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const id = crypto.randomUUID()
  const { stderr, stdout } = readersOf(id, request, from, () =>
    give(loss.flood()),
  )
  let server: ServerSession | undefined
  let ready: ReturnType<typeof untilMark> | undefined
  let over = false
  let pressed = false

  const late = setTimeout(() => give(loss.late()), request.deadline * 1000)
  let impatient = patience === undefined ? undefined : pressIn(patience)
  request.signal?.addEventListener("abort", abort, { once: true })
  try {
    open().then(begin, (cause: unknown) => {
      reject(cause instanceof SdopsError ? cause : loss.lost(cause))
    })
    return await promise
  } finally {
    clearTimeout(late)
    clearTimeout(impatient)
    request.signal?.removeEventListener("abort", abort)
    server?.session.stdout.off("data", onStdout)
    server?.session.stderr.off("data", onStderr)
  }

  function begin(opened: ServerSession): void {
    if (over) return opened.session.close()
    server = opened
    opened.session.stdout.on("data", onStdout)
    opened.session.stderr.on("data", onStderr)
    opened.session.ended.then(end, reject)
    if (opened.awaited === undefined) say(opened)
    else ready = untilMark(opened.awaited)
  }

  function say(opened: ServerSession): void {
    const { session } = opened
    ready = undefined
    if (session.stdin.writableEnded) return
    session.stdin.write(opened.preface + requestLine(id, request))
    Object.assign(opened, { awaited: undefined, preface: "" })
    if (pressed) session.stdin.end()
  }

  function onStdout(chunk: Buffer): void {
    heard(stdout, chunk)
    if (ready?.(chunk).after !== undefined && server) say(server)
  }

  function onStderr(chunk: Buffer): void {
    heard(stderr, chunk)
  }

  function heard(reader: AnswerReader, chunk: Buffer): void {
    if (request.lively) late.refresh()
    reader.write(chunk)
    const code = stdout.foot()
    if (code === undefined || stderr.foot() === undefined) return
    const exit = /^\d+$/.test(code) ? Number(code) : undefined
    finish({ exit, signal: undefined }, pressed ? undefined : server)
  }

  function end(ended: Ended): void {
    if (ended.how === "lost") reject(loss.lost())
    else finish(ended, undefined)
  }

  function finish(
    { exit, signal }: Pick<Completed, "exit" | "signal">,
    next: ServerSession | undefined,
  ): void {
    const head = stdout.head()
    const [said, complained] = [stdout.text(), stderr.text()]
    resolve({
      began: head !== undefined,
      completed: { exit, signal, stderr: complained, stdout: said },
      pressed,
      server: next,
      uid: head !== undefined && /^\d+$/.test(head) ? Number(head) : undefined,
    })
  }

  function give(error: Error): void {
    over = true
    reject(error)
    server?.session.close()
  }

  function abort(): void {
    give(loss.aborted())
  }

  /** What has begun is no more than slow, and gets four times as long. */
  function pressIn(seconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      const slow = stdout.head() !== undefined && seconds === patience
      if (slow && seconds > 0) impatient = pressIn(seconds * 3)
      else press()
    }, seconds * 1000)
  }

  function press(): void {
    pressed = true
    server?.session.stdin.end()
  }
}

/** Readers of both streams of an answer, within their limits. */
function readersOf(
  id: string,
  request: Request,
  { output }: From,
  onFlood: () => void,
): Readonly<Record<"stderr" | "stdout", AnswerReader>> {
  const { onBytes, onLine } = request
  const most = mostOf(output, request)
  const mark = markOf(id)
  const line = (stream: "stderr" | "stdout") =>
    onLine && ((text: string) => onLine(text, stream))
  return {
    stderr: answerReader(mark, {
      ...most.stderr,
      onFlood,
      onLine: line("stderr"),
    }),
    stdout: answerReader(mark, {
      ...most.stdout,
      onBytes,
      onFlood,
      onLine: line("stdout"),
    }),
  }
}
