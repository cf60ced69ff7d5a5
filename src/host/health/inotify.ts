/** How many files and folders programs watch, and may. */
export type Inotify = {
  readonly maxInstances: number
  readonly maxWatches: number
  readonly users: readonly {
    readonly instances: number
    readonly uid: number
    readonly watches: number
  }[]
}

/**
 * Reads the kernel's limits, and lines UID INSTANCES WATCHES. Undefined: it
 * doesn't tell its limits.
 */
export function inotify(
  most: readonly string[],
  used: readonly string[],
): Inotify | undefined {
  const [maxInstances, maxWatches] = most.map(Number)
  if (!maxInstances || !maxWatches) return undefined
  const users = used.map((line) => {
    const [uid = 0, instances = 0, watches = 0] = line.split(" ").map(Number)
    return { instances, uid, watches }
  })
  return { maxInstances, maxWatches, users }
}
