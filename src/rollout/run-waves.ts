import type { Context } from "../context.ts"
import type { HostResult } from "../deploy/outcome/result.ts"
import type { Host } from "../inventory/host.ts"
import { type Ended, isFailed, judge } from "./budget.ts"
import type { RolloutEventBody } from "./event.ts"
import type { Settings, Wave } from "./settings.ts"
import { soak } from "./soak.ts"

export type Run = {
  readonly emit: (body: RolloutEventBody) => void
  readonly hosts: ReadonlyMap<string, Host>
  /** Of hosts that need no turn any more. */
  readonly known: ReadonlyMap<string, HostResult>
  readonly settings: Settings
  /** Deploys one host, and writes down how it went. */
  readonly turn: (host: Host) => Promise<HostResult>
  readonly waves: readonly Wave[]
}

export type Outcome = {
  readonly results: ReadonlyMap<string, HostResult>
  /** Why no more hosts were started, where the budget said so. */
  readonly stopped: string | undefined
}

/**
 * Takes hosts through their waves: those of a wave at once, a judgement after
 * each, a soak between two waves. What was started comes to its end, whatever
 * happens. Errors: those of `turn`.
 */
export async function runWaves(
  run: Run,
  { signal }: Pick<Context<unknown>, "signal">,
): Promise<Outcome> {
  const { default: pMap } = await import("p-map")
  const { emit, known, settings, waves } = run
  const results = new Map<string, HostResult>()
  const ended: Ended[] = []
  let stopped: string | undefined
  for (const { hosts, kind } of waves) {
    for (const host of hosts) take(known.get(host), kind)
  }
  for (const [index, { hosts, kind }] of waves.entries()) {
    const wave = index + 1
    const turns = hosts.filter((host) => !known.has(host))
    if (turns.length === 0) continue
    const fresh = index > 0 && turns.length === hosts.length
    if (fresh && settings.soak > 0 && goesOn()) {
      emit({ event: "soaking", seconds: settings.soak, wave })
      await soak(settings.soak, signal)
    }
    if (!goesOn()) break
    emit({ event: "wave-started", hosts: turns, kind, wave })
    const turn = async (name: string): Promise<void> => {
      const host = run.hosts.get(name)
      if (host === undefined || !goesOn()) return
      take(await run.turn(host), kind)
    }
    await pMap(turns, turn, { concurrency: settings.parallel })
    const failures = ended.filter(({ verdict }) => isFailed(verdict)).length
    emit({ event: "wave-ended", failures, wave })
  }
  return { results, stopped }

  function goesOn(): boolean {
    return stopped === undefined && !signal.aborted
  }

  function take(result: HostResult | undefined, kind: Ended["kind"]): void {
    if (result === undefined) return
    const { host, verdict } = result
    results.set(host, result)
    ended.push({ host, kind, verdict })
    // What Ctrl-C turned back has not failed of itself.
    if (!goesOn()) return
    const decision = judge(ended, settings)
    if (decision.do === "go-on") return
    stopped = decision.because
    emit({ because: stopped, event: "stopping" })
  }
}
