import { exitCodes } from "../errors/exit-codes.ts"
import { lastWords } from "../output/screen.ts"

export type Interruption = Disposable & {
  readonly signal: AbortSignal
  /** Stops as the first Ctrl-C does. */
  readonly stop: () => void
}

const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const

/**
 * The first Ctrl-C, SIGTERM or SIGHUP stops safely; the next quits at once,
 * with 130, and says how to find out what became of the hosts.
 */
export function interruption(options: {
  readonly note: (text: string) => void
  /** The command to run after having quit. */
  readonly recovery: string
}): Interruption {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) {
      const { recovery } = options
      lastWords(`quit; the hosts carry on by themselves: ${recovery}`)
      process.exit(exitCodes.interrupted)
    }
    options.note("stopping safely; press Ctrl-C again to quit at once")
    controller.abort()
  }
  for (const signal of signals) process.on(signal, stop)
  return {
    signal: controller.signal,
    stop,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, stop)
    },
  }
}
