/** `a < b`; may throw, as Python's comparison of dicts does. */
export type Less<T> = (a: T, b: T) => boolean

/*
 * The sift functions of Python's heapq, step by step: `GET /queue` shows the
 * array as it lies, so its order must be theirs.
 */

/** `heapq.heappush`: appends first, so that a throwing `less` leaves it in. */
export function push<T>(heap: T[], item: T, less: Less<T>): void {
  heap.push(item)
  siftDown(heap, 0, heap.length - 1, less)
}

/** `heapq.heappop`. Undefined when empty. */
export function pop<T>(heap: T[], less: Less<T>): T | undefined {
  const last = heap.pop()
  const first = heap[0]
  if (last === undefined || first === undefined) return last
  heap[0] = last
  siftUp(heap, 0, less)
  return first
}

/** `heapq.heapify`. */
export function heapify<T>(heap: T[], less: Less<T>): void {
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) {
    siftUp(heap, at, less)
  }
}

function siftDown<T>(heap: T[], start: number, from: number, less: Less<T>) {
  let at = from
  const item = heap[at] as T
  while (at > start) {
    const parent = (at - 1) >> 1
    if (!less(item, heap[parent] as T)) break
    heap[at] = heap[parent] as T
    at = parent
    heap[at] = item
  }
}

function siftUp<T>(heap: T[], start: number, less: Less<T>) {
  let at = start
  const item = heap[at] as T
  let child = 2 * at + 1
  while (child < heap.length) {
    const right = child + 1
    if (right < heap.length && !less(heap[child] as T, heap[right] as T)) {
      child = right
    }
    heap[at] = heap[child] as T
    at = child
    child = 2 * at + 1
  }
  heap[at] = item
  siftDown(heap, start, at, less)
}
