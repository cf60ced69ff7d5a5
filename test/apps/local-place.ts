import { connect } from "node:net"
import type { AppContext } from "../../src/apps/app.ts"
import type { AppPlace } from "../../src/apps/place.ts"
import { defaultLimits, type Limits } from "../../src/limits.ts"

/** An app on this machine, reached without SSH. */
export function localPlace(
  port: number,
  place: Partial<AppPlace> = {},
): AppPlace {
  return {
    address: "127.0.0.1",
    connection: localConnection,
    port,
    tls: false,
    ...place,
  }
}

/** Dials from this machine, as sshd does from a host. */
export const localConnection: AppPlace["connection"] = {
  tcp: (port, address = "127.0.0.1") =>
    new Promise((resolve, reject) => {
      const socket = connect(port, address, () => resolve(socket))
      socket.once("error", reject)
    }),
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

/** Puts a small job into the queue of a server. */
export function postJob(url: string, colour: number): Promise<Response> {
  const empty = { batch_size: 1, color: colour, height: 8, width: 8 }
  const prompt = {
    "1": { class_type: "EmptyImage", inputs: empty },
    "2": { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
  }
  const body = JSON.stringify({ prompt })
  return fetch(`${url}/prompt`, { body, method: "POST" })
}
