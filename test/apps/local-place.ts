import { connect } from "node:net"
import type { AppContext, AppPlace } from "../../src/apps/app.ts"
import { defaultLimits, type Limits } from "../../src/limits.ts"

/** An app on this machine, reached without SSH. */
export function localPlace(port: number): AppPlace {
  return {
    connection: {
      tcp: (to) =>
        new Promise((resolve, reject) => {
          const socket = connect(to, "127.0.0.1", () => resolve(socket))
          socket.once("error", reject)
        }),
    },
    port,
  }
}

/** A context whose waits are short. */
export function quickContext(limits: Partial<Limits> = {}): AppContext {
  return {
    host: "lithium",
    limits: { ...defaultLimits, gate: 10, ready: 5, ...limits },
    signal: AbortSignal.timeout(60_000),
    stage: "gate",
  }
}
