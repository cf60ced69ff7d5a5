import type { InputSpec } from "./node.ts"
import { exception, type Json, repr, str, toFloat, toInt } from "./python.ts"

export type NodeProblem = {
  type: string
  message: string
  details: string
  extra_info: { [key: string]: Json }
}

type Checked =
  | { good: true; value: Json }
  | { good: false; problem: NodeProblem }

/**
 * Checks and converts one value that is not a link, as ComfyUI 0.3.64 does.
 * `bounded` is false for a name that the class checks by itself.
 */
export function checkValue(
  name: string,
  value: Json,
  [type, options = {}]: InputSpec,
  bounded: boolean,
): Checked {
  const config = [type, options] as Json
  let converted: Json
  try {
    converted = convert(value, type)
  } catch (thrown) {
    const { text } = exception(thrown)
    return bad({
      details: `${name}, ${str(value)}, ${text}`,
      extra_info: {
        input_name: name,
        input_config: config,
        received_value: value,
        exception_message: text,
      },
      message: `Failed to convert an input value to a ${str(type)} value`,
      type: "invalid_input_type",
    })
  }
  if (!bounded) return { good: true, value: converted }
  const about = {
    input_name: name,
    input_config: config,
    received_value: converted,
  }
  const { min, max } = options as { min?: number; max?: number | bigint }
  if (min !== undefined && (converted as number) < min) {
    return bad({
      details: name,
      extra_info: about,
      message: `Value ${str(converted)} smaller than min of ${min}`,
      type: "value_smaller_than_min",
    })
  }
  if (max !== undefined && (converted as number) > max) {
    return bad({
      details: name,
      extra_info: about,
      message: `Value ${str(converted)} bigger than max of ${max}`,
      type: "value_bigger_than_max",
    })
  }
  if (Array.isArray(type) && !type.includes(converted)) {
    const long = type.length > 20
    const list = long ? `(list of length ${type.length})` : repr(type)
    return bad({
      details: `${name}: '${str(converted)}' not in ${list}`,
      extra_info: { ...about, input_config: long ? null : config },
      message: "Value not in list",
      type: "value_not_in_list",
    })
  }
  return { good: true, value: converted }
}

function convert(value: Json, type: InputSpec[0]): Json {
  if (type === "INT") return toInt(value)
  if (type === "FLOAT") return toFloat(value)
  if (type === "STRING") return str(value)
  if (type === "BOOLEAN") return Boolean(value)
  return value
}

function bad(problem: NodeProblem): Checked {
  return { good: false, problem }
}
