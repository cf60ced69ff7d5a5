import { realise, type RealiseInput } from "../../host/build/realise.ts"
import type { HostShell } from "../../host/shell.ts"
import { buildReader } from "../../nix/log/build-events.ts"
import { parseLogLine } from "../../nix/log/log-line.ts"
import type { BuildEnd, BuildOrder, UnionBuilds } from "./site.ts"

type Waiting = BuildOrder & {
  readonly end: (end: BuildEnd) => void
}

/** Milliseconds that a build waits for hosts that are on their way to it. */
const patience = 2000

/**
 * Builds what hosts of a site ask for at about the same time in one run of Nix:
 * it begins when all that are on their way have asked, or soon after the first.
 * A host goes on as soon as its own system is there, whatever is still built.
 * Who comes later has a run of his own; what both need, Nix builds once.
 */
export function unionBuilds(
  shell: HostShell,
  {
    deadline,
    evaluateAgain,
  }: {
    readonly deadline: number
    /** Brings derivations back that the garbage collector took. */
    readonly evaluateAgain: (hosts: readonly string[]) => Promise<unknown>
  },
): UnionBuilds {
  const expected = new Set<string>()
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined

  return {
    async build(order) {
      const { promise, resolve } = Promise.withResolvers<BuildEnd>()
      expected.delete(order.host)
      waiting.push({ ...order, end: resolve })
      timer ??= setTimeout(begin, patience)
      beginIfAll()
      return promise
    },
    done(host) {
      expected.delete(host)
      beginIfAll()
    },
    expect: (host) => void expected.add(host),
  }

  function beginIfAll(): void {
    if (expected.size === 0 && waiting.length > 0) begin()
  }

  function begin(): void {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    const configs = Map.groupBy(batch, ({ config }) => config)
    for (const [config, orders] of configs) run(config, orders)
  }

  function run(config: string, orders: readonly Waiting[]): void {
    const whole = realiseAll(config, orders, () => whole)
    const endAll = () => {
      for (const { end } of orders) end({ whole })
    }
    whole.then(endAll, endAll)
  }

  async function realiseAll(
    config: string,
    orders: readonly Waiting[],
    whole: () => Promise<number>,
  ): Promise<number> {
    const read = endsOf(orders, whole)
    const input: RealiseInput = {
      beside: true,
      config,
      deadline,
      hosts: "",
      of: { hosts: orders.map(({ host }) => host) },
      onLine(line) {
        for (const { onLine } of orders) onLine(line)
        read(parseLogLine(line))
      },
      wanted: [...new Set(orders.map(({ system }) => system))],
    }
    const first = await realise(shell, input)
    if (first.collected.length === 0) return first.exit
    await evaluateAgain(orders.map(({ host }) => host))
    return (await realise(shell, input)).exit
  }
}

/** Lets each host go when its own derivation has ended, well or not. */
function endsOf(orders: readonly Waiting[], whole: () => Promise<number>) {
  return buildReader((event) => {
    if (event.build !== "ended") return
    for (const { end, system } of orders) {
      if (system === event.drv) end({ whole: whole() })
    }
  })
}
