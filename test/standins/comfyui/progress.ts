type State = { value: number; max: number; state: "running" | "finished" }

/** How far each node of one prompt is; pending ones are not told. */
export type Progress = {
  start(id: string): void
  step(id: string, value: number, max: number): void
  finish(id: string): void
}

/** Tells every change as a whole `progress_state`. */
export function makeProgress(
  promptId: string,
  tell: (event: string, data: unknown) => void,
): Progress {
  const states = new Map<string, State>()
  const told = () => {
    const nodes = [...states].map(([id, { max, state, value }]) => [
      id,
      {
        value,
        max,
        state,
        node_id: id,
        prompt_id: promptId,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
      },
    ])
    tell("progress_state", {
      prompt_id: promptId,
      nodes: Object.fromEntries(nodes),
    })
  }
  return {
    finish(id) {
      const max = states.get(id)?.max ?? 1
      states.set(id, { max, state: "finished", value: max })
      told()
    },
    start(id) {
      states.set(id, { max: 1, state: "running", value: 0 })
      told()
    },
    step(id, value, max) {
      states.set(id, { max, state: "running", value })
      told()
      tell("progress", { value, max, prompt_id: promptId, node: id })
    },
  }
}
