import { outOfMemoryTip } from "./gpu-faults.ts"
import { exception } from "./python.ts"

/**
 * What `execution_error` says of an exception; the traceback is in the log
 * too. The message always ends in a line feed and, for an out of memory, a tip.
 */
export function explain(
  thrown: unknown,
  inputs: { [name: string]: unknown },
  ids: readonly string[],
  log: (line: string) => void,
) {
  const { text, type } = exception(thrown)
  const memory = type === "torch.OutOfMemoryError"
  const traceback = [
    '  File "execution.py", line 496, in execute\n' +
      "    output_data, output_ui, has_subgraph, has_pending_tasks = " +
      "await get_output_data(prompt_id, unique_id, obj, input_data_all)\n",
  ]
  log(`!!! Exception during processing !!! ${text}`)
  log("Traceback (most recent call last):")
  log(traceback.join("").trimEnd())
  log(`${type}: ${text}`)
  log("")
  if (memory) log("Got an OOM, unloading all loaded models.")
  const shown = Object.entries(inputs).map(([name, value]) => [
    name,
    [typeof value === "object" ? "<tensor>" : value],
  ])
  return {
    exception_message: `${text}\n${memory ? outOfMemoryTip : ""}`,
    exception_type: type,
    traceback,
    current_inputs: Object.fromEntries(shown),
    current_outputs: ids,
  }
}
