import type { Folders } from "./folders.ts"
import type { InputSpec, NodeClass } from "./node.ts"
import type { NodeClasses } from "./nodes.ts"
import { optionsOf } from "./options-of.ts"
import { exception, type Json, PythonError, str } from "./python.ts"
import type { Graph, Node } from "./queue.ts"
import { checkValue, type NodeProblem } from "./validate-input.ts"

export type Verdict = { valid: boolean; problems: NodeProblem[] }
export type Checking = {
  readonly graph: Graph
  readonly classes: NodeClasses
  readonly folders: Folders
  readonly verdicts: Map<string, Verdict>
  readonly path: Set<string>
}

/** A node takes, through others, from itself. */
export class Cycle extends Error {}

/**
 * Checks a node and all that it takes from; each once.
 * Errors: KeyError and IndexError of a malformed node, Cycle.
 */
export function checkNode(id: string, checking: Checking): Verdict {
  const known = checking.verdicts.get(id)
  if (known !== undefined) return known
  if (checking.path.has(id)) throw new Cycle()
  checking.path.add(id)
  const node = checking.graph[id]
  if (node?.inputs === undefined) throw new PythonError("KeyError", "inputs")
  const found = checking.classes[node.class_type] as NodeClass
  const problems: NodeProblem[] = []
  let valid = true
  const { optional = {}, required = {} } = found.info.input
  for (const [name, fixed] of Object.entries({ ...required, ...optional })) {
    const value = node.inputs[name]
    const spec = optionsOf(node.class_type, name, fixed, checking.folders)
    if (value === undefined) {
      if (name in required) problems.push(missing(name))
    } else if (Array.isArray(value)) {
      const problem = checkLink(name, value, spec, checking)
      if (problem === false) valid = false
      else if (problem !== undefined) problems.push(problem)
    } else {
      problems.push(...checkPlain(name, value, spec, node, checking))
    }
  }
  checking.path.delete(id)
  const verdict = { problems, valid: valid && problems.length === 0 }
  checking.verdicts.set(id, verdict)
  return verdict
}

/** Converts the value in place when it is good. */
function checkPlain(
  name: string,
  value: Json,
  spec: InputSpec,
  node: Node,
  { classes, folders }: Checking,
): NodeProblem[] {
  const own = classes[node.class_type]?.validates?.[name]
  const checked = checkValue(name, value, spec, own === undefined)
  if (!checked.good) return [checked.problem]
  node.inputs[name] = checked.value
  const said = own?.(str(checked.value), folders) ?? true
  return said === true ? [] : [custom(name, said)]
}

function missing(name: string): NodeProblem {
  return {
    type: "required_input_missing",
    message: "Required input is missing",
    details: name,
    extra_info: { input_name: name },
  }
}

function custom(name: string, said: string): NodeProblem {
  return {
    type: "custom_validation_failed",
    message: "Custom validation failed for node",
    details: `${name} - ${said}`,
    extra_info: { input_name: name },
  }
}

/** False: the fault is in the linked node and kept there. */
function checkLink(
  name: string,
  link: Json[],
  [type, options = {}]: InputSpec,
  checking: Checking,
): NodeProblem | false | undefined {
  const input_config = [type, options] as Json
  if (link.length !== 2) {
    return {
      type: "bad_linked_input",
      message:
        "Bad linked input, must be a length-2 list of [node_id, slot_index]",
      details: name,
      extra_info: { input_name: name, input_config, received_value: link },
    }
  }
  const from = str(link[0])
  const source = checking.graph[from]
  if (source === undefined) throw new PythonError("KeyError", from)
  const outputs = checking.classes[source.class_type]?.info.output ?? []
  const received = outputs[Number(link[1])]
  if (received === undefined) {
    throw new PythonError("IndexError", "tuple index out of range")
  }
  if (received !== type) {
    return {
      type: "return_type_mismatch",
      message: "Return type mismatch between linked nodes",
      details:
        `${name}, received_type(${received}) ` +
        `mismatch input_type(${str(type)})`,
      extra_info: {
        input_name: name,
        input_config,
        received_type: received,
        linked_node: link,
      },
    }
  }
  try {
    return checkNode(from, checking).valid ? undefined : false
  } catch (thrown) {
    if (thrown instanceof Cycle) throw thrown
    checking.path.delete(from)
    checking.verdicts.set(from, {
      problems: [inner(name, input_config, link, thrown)],
      valid: false,
    })
    return false
  }
}

function inner(name: string, config: Json, link: Json, thrown: unknown) {
  const { text, type } = exception(thrown)
  return {
    type: "exception_during_inner_validation",
    message: "Exception when validating inner node",
    details: text,
    extra_info: {
      input_name: name,
      input_config: config,
      exception_message: text,
      exception_type: type,
      traceback: [`${type}: ${text}\n`],
      linked_node: link,
    },
  }
}
