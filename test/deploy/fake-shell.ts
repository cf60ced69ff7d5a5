import type { Supervised } from "../../src/deploy/deployment.ts"
import type { Link } from "../../src/host/open-link.ts"
import { isFinal, parseRecord } from "../../src/host/record/deploy-record.ts"
import type { HostShell, ShellTask } from "../../src/host/shell.ts"
import { limitsFrom } from "../../src/limits.ts"
import { textOf } from "../host/record-text.ts"

/** What a host does when it is asked; a thrown thing is a lost link. */
export type Script = {
  /** How it answers a signal, such as `accepted`. */
  readonly answer?: string
  /** Records that following it tells, a step each; then it hangs. */
  readonly records?: readonly Step[]
  /** What each of them waits for. */
  readonly wait?: readonly (Promise<void> | undefined)[]
  /** Called for each task, by what it is during. */
  readonly onTask?: (during: string) => void
}

type Edits = Readonly<Record<string, string>>

/** A record, and what the log gets before it. */
export type Step = Edits & { readonly log?: string }

/** A host shell that answers by itself. */
export function fakeShell(script: Script): HostShell {
  return {
    host: "lithium",
    limits: limitsFrom({}),
    async run(task) {
      script.onTask?.(task.during)
      if (task.during === "following the deployment") {
        return follow(task, script)
      }
      const record = textOf({ state: "locked", seq: "1" })
      const facts = { answer: script.answer ?? "accepted", record }
      const pairs = Object.entries(facts).flat()
      const stdout = pairs.map((text) => `${text}\0`).join("")
      return { exit: 0, signal: undefined, stderr: "", stdout }
    },
  }
}

async function follow(task: ShellTask, { records = [], wait }: Script) {
  const known = Number(task.variables["offset"])
  let log = Buffer.alloc(0)
  let last = ""
  for (const [index, { log: text = "", ...edits }] of records.entries()) {
    await (wait?.[index] ?? new Promise(setImmediate))
    const before = log.length
    log = Buffer.concat([log, Buffer.from(text)])
    task.onBytes?.(log.subarray(Math.max(known, before)))
    last = textOf({ seq: String(index + 2), ...edits })
    const base64 = Buffer.from(last).toString("base64")
    task.onLine?.(`sdops-record 1 ${log.length} ${base64}`, "stderr")
  }
  const record = parseRecord(last)
  if (record === undefined || !isFinal(record.state)) {
    await new Promise((_, reject) => {
      const give = () => reject(task.signal?.reason as Error)
      task.signal?.addEventListener("abort", give)
    })
  }
  return { exit: 0, signal: undefined, stderr: "", stdout: "" }
}

/** A link to a fake host; `closed` is called when it is let go of. */
export function fakeLink(script: Script, closed = () => {}): Link {
  const connection = {
    [Symbol.asyncDispose]: async () => closed(),
  } as unknown as Link["connection"]
  const pipe = () => Promise.reject(new Error("no stream"))
  return { connection, pipe, shell: fakeShell(script) }
}

/** A supervisor of which nothing is known yet. */
export function supervisedAt(edits: Partial<Supervised> = {}): Supervised {
  return {
    key: { id: "d-newer", nonce: "n" },
    place: { id: "d-newer", offset: 0, seq: 0 },
    record: undefined,
    stream: undefined,
    tail: [],
    ...edits,
  }
}
