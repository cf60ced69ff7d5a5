/**
 * Gives up waiting for a stream at a signal, and closes it should it come
 * later. Errors: the signal's reason, those of the stream.
 */
export async function abandoned<Stream extends { destroy: () => unknown }>(
  coming: Promise<Stream>,
  signal: AbortSignal,
): Promise<Stream> {
  const { promise, reject } = Promise.withResolvers<never>()
  const give = () => reject(signal.reason)
  signal.addEventListener("abort", give, { once: true })
  try {
    return await Promise.race([coming, promise])
  } catch (error) {
    coming.then((stream) => stream.destroy()).catch(() => {})
    throw error
  } finally {
    signal.removeEventListener("abort", give)
  }
}
