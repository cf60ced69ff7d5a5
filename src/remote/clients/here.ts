import { connect } from "node:net"
import { start } from "../../process.ts"
import type { Connection } from "../connection.ts"

/** What messages, and `build-on`, call the machine that sdops runs on. */
export const thisMachine = "control"

/**
 * This machine, by this user, as if it were connected to: nothing is elevated.
 * `state`: the folder for what a host keeps below /nix/var/sdops; prelude.sh
 * looks for it. Where it is no Linux, scripts take Node for what they lack
 * (portable.sh).
 */
export function here({
  environment,
  state,
}: {
  readonly environment: NodeJS.ProcessEnv
  readonly state: string
}): Connection {
  const node = process.execPath
  const own = { ...environment, SDOPS_CONTROL: state, SDOPS_NODE: node }
  const open = new Set<() => void>()
  return {
    client: "node-ssh",
    host: thisMachine,
    login: "localhost",
    async open(command) {
      const [program = "", ...words] = command.split(" ")
      const child = await start([program, ...words], { environment: own })
      open.add(child.close)
      const ended = child.ended.then((exit) => {
        open.delete(child.close)
        return { exit, how: "ended", signal: undefined } as const
      })
      return { ...child, ended }
    },
    tcp: async (port, address = "127.0.0.1") => {
      const { promise, reject, resolve } = Promise.withResolvers<void>()
      const socket = connect(port, address, resolve).once("error", reject)
      await promise
      return socket
    },
    [Symbol.asyncDispose]: async () => {
      for (const close of open) close()
    },
  }
}
