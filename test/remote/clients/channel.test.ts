import { PassThrough } from "node:stream"
import { expect, test } from "vitest"
import { type Channel, follow } from "../../../src/remote/clients/channel.ts"

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

const from = { host: "lithium", login: "lithium", output: 1 }
const options = { deadline: 5, during: "a test" }

test.for([
  { args: [0], exit: 0, signal: undefined },
  { args: [3], exit: 3, signal: undefined },
  { args: [null, "TERM"], exit: undefined, signal: "TERM" },
])("a command whose exit came early ends with $exit $signal", async (how) => {
  const opened = channel()
  const ended = follow(async () => opened, from, options)
  await Promise.resolve()
  setImmediate(() => opened.emit("close", ...how.args))
  await expect(ended).resolves.toMatchObject({
    exit: how.exit,
    signal: how.signal,
  })
})

test("a channel that closes without a word is a lost connection", async () => {
  const opened = channel()
  const ended = follow(async () => opened, from, options)
  setImmediate(() => opened.emit("close"))
  await expect(ended).rejects.toMatchObject({ code: "SDOPS_CONNECTION_LOST" })
})
