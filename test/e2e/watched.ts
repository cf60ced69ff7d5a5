import { spawn } from "node:child_process"
import type { DeployEvent } from "../../src/deploy/event.ts"
import type {
  DeployResult,
  HostResult,
} from "../../src/deploy/outcome/result.ts"
import type { StageName } from "../../src/deploy/stage-name.ts"
import type { LabFleet } from "../lab/fleet.ts"
import { entry } from "./sdops.ts"

/** A point in a deployment at which something happens to it. */
export type Moment = {
  readonly stage: StageName
  /** A stage's first event, or the first one with these words. */
  readonly words?: string
}

/** sdops, held still at a moment. */
export type Held = {
  /** Reads no more of what it says. */
  readonly quit: () => void
  readonly signal: (name: NodeJS.Signals) => void
  /** Lets it go on before the trouble is over. */
  readonly release: () => void
  /** Until a stage has failed, after which sdops asks the host. */
  readonly failed: Promise<void>
}

export type Watched = {
  readonly exit: number | undefined
  readonly signal: string | undefined
  readonly stderr: string
  /** Of the one host; undefined when sdops was killed before it said. */
  readonly result: HostResult | undefined
  /** From the trouble's end to sdops's own. */
  readonly seconds: number
}

/**
 * Deploys one host with `--events` and holds sdops still at a moment until
 * `trouble` is done. The rest of the world goes on meanwhile, and sdops sees
 * nothing of how long it took to happen.
 */
export async function deployWith(
  fleet: LabFleet,
  host: string,
  moment: Moment,
  trouble: (held: Held) => Promise<void> | void,
  environment: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const { HOME, PATH } = process.env
  const words = ["deploy", host, "--yes", "--events"]
  const child = spawn(process.execPath, [entry, ...words], {
    env: { HOME, PATH, ...fleet.environment, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const { promise, resolve, reject } = Promise.withResolvers<Watched>()
  const failed = Promise.withResolvers<void>()
  const release = () => {
    since = performance.now()
    child.kill("SIGCONT")
  }
  let [stderr, rest, seen, since] = ["", "", false, 0]
  let result: DeployResult | undefined
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      if (child.stdout.destroyed) return
      const event = JSON.parse(line) as DeployEvent | { event: "result" }
      if (event.event === "result") result = event as unknown as DeployResult
      else if (event.event === "failed") failed.resolve()
      else if (!seen && isAt(moment, event)) {
        seen = true
        child.kill("SIGSTOP")
        const signal = (name: NodeJS.Signals) => void child.kill(name)
        const quit = () => {
          child.stderr.destroy()
          child.stdout.destroy()
        }
        const done = async () =>
          trouble({ failed: failed.promise, quit, release, signal })
        done().then(release, (error: unknown) => {
          child.kill("SIGKILL")
          reject(error)
        })
      }
    }
  })
  child.on("error", reject)
  child.on("close", (exit, signal) => {
    if (!seen) {
      const why = JSON.stringify(result?.hosts[0]?.error)
      reject(new Error(`never came to ${moment.stage}: ${why}\n${stderr}`))
    }
    resolve({
      exit: exit ?? undefined,
      result: result?.hosts[0],
      seconds: (performance.now() - since) / 1000,
      signal: signal ?? undefined,
      stderr,
    })
  })
  return promise
}

function isAt({ stage, words }: Moment, event: DeployEvent): boolean {
  if (event.event === "verdict" || event.stage !== stage) return false
  if (words === undefined) return true
  if (event.event === "output") return event.line.includes(words)
  return event.event === "progress" && event.text.includes(words)
}
