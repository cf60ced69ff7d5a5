import { Duplex } from "node:stream"

/**
 * A stream that does as Node's own: those of ssh2 aren't destroyed at once, nor
 * do they tell why. What is written in the same turn goes out together.
 */
export function steadyStream(wire: Duplex): Duplex {
  const stream = new Duplex({
    destroy(error, done) {
      wire.destroy()
      done(error)
    },
    final(done) {
      wire.end(done)
    },
    read() {
      wire.resume()
    },
    writev(parts, done) {
      wire.write(Buffer.concat(parts.map(({ chunk }) => chunk as Buffer)))
      setImmediate(done)
    },
  })
  wire.on("data", (bytes: Buffer) => {
    if (!stream.push(bytes)) wire.pause()
  })
  wire.on("error", (error) => stream.destroy(error))
  // What has come by then is still to be read.
  for (const event of ["end", "close"])
    wire.once(event, () => stream.push(null))
  return stream
}
