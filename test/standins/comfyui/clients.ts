import { dumps } from "./python.ts"
import type { WebSocket } from "./websocket.ts"

/** The connected sockets by client id. */
export type Clients = {
  add(id: string, socket: WebSocket): void
  remove(id: string, socket: WebSocket): void
  /** To one client, or to all when there is no id; absent ones hear nothing. */
  send(event: string, data: unknown, id: string | undefined): void
  cutAll(): void
}

/** No clients yet. */
export function makeClients(): Clients {
  const sockets = new Map<string, WebSocket>()
  // Those that nobody is told of any more are connected all the same.
  const connected = new Set<WebSocket>()
  return {
    add: (id, socket) => {
      connected.add(socket)
      sockets.delete(id)
      sockets.set(id, socket)
    },
    cutAll: () => {
      for (const socket of connected) socket.cut()
    },
    // By id and not by socket: a socket that closes after its successor came
    // makes the successor deaf, as recorded (ws/reconnect-old-closed-after).
    remove: (id, socket) => {
      connected.delete(socket)
      sockets.delete(id)
    },
    send: (event, data, id) => {
      const text = dumps({ type: event, data })
      if (id === undefined) {
        for (const socket of sockets.values()) socket.text(text)
      } else sockets.get(id)?.text(text)
    },
  }
}
