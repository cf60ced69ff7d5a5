import { Duplex, PassThrough } from "node:stream"
import { NodeSSH } from "node-ssh"
import { expect, test } from "vitest"
import {
  type Channel,
  heard,
  sessionOf,
} from "../../../src/remote/clients/node-ssh-client.ts"

/** A channel of ssh2's kind, ended by its remote side. */
function channel(): Channel {
  const close = () => {}
  const stderr = new PassThrough()
  return Object.assign(new PassThrough({ emitClose: false }), {
    close,
    signal: close,
    stderr,
  })
}

test.for([
  { args: [0], exit: 0, signal: undefined },
  { args: [3], exit: 3, signal: undefined },
  { args: [null, "TERM"], exit: undefined, signal: "TERM" },
])("a command whose exit came early ends with $exit $signal", async (how) => {
  const opened = channel()
  const { ended } = sessionOf(opened)
  opened.emit("close", ...how.args)
  const { exit, signal } = how
  expect(await ended).toEqual({ exit, how: "ended", signal })
})

test("a channel that closes without a word is a lost connection", async () => {
  const opened = channel()
  const { ended } = sessionOf(opened)
  opened.emit("close")
  expect(await ended).toEqual({ how: "lost" })
})

test("a connection that breaks as soon as it stands breaks alone", async () => {
  const ssh = new NodeSSH()
  const sock = new Duplex({ read() {}, write: (_, __, done) => done() })
  const config = { sock: sock as never, username: "root" }
  const connected = heard(ssh, ssh.connect(config))
  const client = ssh.connection
  client?.emit("ready")
  // Nobody who listens: then this throws.
  expect(client?.emit("error", new Error("write EPIPE"))).toBe(true)
  await connected
  ssh.dispose()
})
