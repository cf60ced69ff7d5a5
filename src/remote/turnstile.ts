/**
 * Lets a number of tasks run at once; the others wait in order.
 * Output: a function that runs a task when its turn comes.
 */
export function turnstile(
  most: number,
): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= most) {
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

/**
 * Commands at once on one connection: sshd's MaxSessions is 10 by default,
 * and a command that was given up may still hold one.
 */
export const mostSessions = 8
