/** Lets one task run at a time, in the order in which they came. */
export function oneByOne(): <Value>(
  task: () => Promise<Value>,
) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const done = last.then(task)
    last = done.catch(() => {})
    return done
  }
}
