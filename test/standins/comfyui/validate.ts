import type { Folders } from "./folders.ts"
import type { NodeClasses } from "./nodes.ts"
import { exception, type Json, PythonError, str } from "./python.ts"
import type { Graph } from "./queue.ts"
import type { NodeProblem } from "./validate-input.ts"
import {
  type Checking,
  checkNode,
  Cycle,
  type Verdict,
} from "./validate-node.ts"

type TopError = Omit<NodeProblem, "extra_info"> & { extra_info: Json }
type NodeErrors = {
  [id: string]: {
    errors: NodeProblem[]
    dependent_outputs: string[]
    class_type: Json
  }
}

export type Validation =
  | { good: true; outputs: string[]; nodeErrors: NodeErrors }
  | { good: false; error: TopError; nodeErrors: NodeErrors }

/**
 * What `POST /prompt` does before it queues: at least one output must be good,
 * the others are left out. Values are converted in place.
 * Errors: TypeError for what makes the real one answer 500.
 */
export function validatePrompt(
  graph: Graph,
  targets: readonly string[] | undefined,
  classes: NodeClasses,
  folders: Folders,
  log: (line: string) => void,
): Validation {
  const outputs: string[] = []
  for (const [id, node] of Object.entries(graph)) {
    if (
      node === null ||
      (typeof node !== "object" && typeof node !== "string")
    ) {
      throw new PythonError(
        "TypeError",
        "argument of type 'int' is not iterable",
      )
    }
    const title = (node as { class_type?: string }).class_type
    if (title === undefined) return invalid(missingClass, id)
    const found = classes[title]
    if (found === undefined) {
      return invalid(
        `Cannot execute because node ${str(title)} does not exist.`,
        id,
      )
    }
    if (!found.info.output_node) continue
    if (targets === undefined || targets.includes(id)) outputs.push(id)
  }
  if (outputs.length === 0) {
    return topError("prompt_no_outputs", "Prompt has no outputs", "")
  }
  const verdicts = new Map<string, Verdict>()
  const checking = {
    classes,
    folders,
    graph,
    path: new Set<string>(),
    verdicts,
  }
  const nodeErrors: NodeErrors = {}
  const good: string[] = []
  const texts: string[] = []
  for (const output of outputs) {
    const verdict = checkOutput(output, checking)
    if (verdict.valid) {
      good.push(output)
      continue
    }
    log(`Failed to validate prompt for output ${output}:`)
    if (verdict.problems.length > 0) log("* (prompt):")
    texts.push(...verdict.problems.map(sayProblem))
    for (const text of verdict.problems.map(sayProblem)) log(`  - ${text}`)
    gather(nodeErrors, output, checking, log)
    log("Output will be ignored")
  }
  if (good.length > 0) return { good: true, nodeErrors, outputs: good }
  return {
    ...topError(
      "prompt_outputs_failed_validation",
      "Prompt outputs failed validation",
      texts.join("\n"),
    ),
    nodeErrors,
  }
}

const missingClass =
  "Cannot execute because a node is missing the class_type property."

function invalid(message: string, id: string) {
  return topError("invalid_prompt", message, `Node ID '#${id}'`)
}

function topError(type: string, message: string, details: string) {
  const error = { type, message, details, extra_info: {} }
  return { error, good: false as const, nodeErrors: {} }
}

function sayProblem({ message, details }: NodeProblem): string {
  return `${message}: ${details}`
}

function checkOutput(id: string, checking: Checking): Verdict {
  try {
    return checkNode(id, checking)
  } catch (thrown) {
    // A cycle ends in a RecursionError, whose reasons get lost.
    if (thrown instanceof Cycle) return { problems: [], valid: false }
    const { text, type } = exception(thrown)
    const verdict = {
      problems: [
        {
          type: "exception_during_validation",
          message: "Exception when validating node",
          details: text,
          extra_info: { exception_type: type, traceback: [] },
        },
      ],
      valid: false,
    }
    checking.verdicts.set(id, verdict)
    return verdict
  }
}

function gather(
  into: NodeErrors,
  output: string,
  { graph, verdicts }: Checking,
  log: (line: string) => void,
) {
  for (const [id, { problems, valid }] of verdicts) {
    if (valid || problems.length === 0) continue
    const title = graph[id]?.class_type ?? ""
    if (into[id] === undefined) {
      into[id] = { errors: problems, dependent_outputs: [], class_type: title }
      log(`* ${title} ${id}:`)
      for (const problem of problems) log(`  - ${sayProblem(problem)}`)
    }
    into[id].dependent_outputs.push(output)
  }
}
