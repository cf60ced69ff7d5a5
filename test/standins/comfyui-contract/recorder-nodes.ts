import type { NodeClass } from "../comfyui/node.ts"
import type { NodeClasses } from "../comfyui/nodes.ts"
import { PythonError } from "../comfyui/python.ts"

const info: NodeClass["info"] = {
  input: {
    required: {
      image: ["IMAGE"],
      nonce: ["INT", { default: 0 }],
      seconds: ["FLOAT", { default: 1 }],
      steps: ["INT", { default: 1 }],
    },
  },
  output: ["IMAGE"],
  output_node: false,
}

/**
 * The node pack that was installed when the recordings were made: RecSleep
 * sleeps in steps and sees interrupts, RecRaise fails after a sleep.
 * `haste`: how many times quicker than recorded.
 */
export function recorderNodes(haste: number): NodeClasses {
  return {
    RecRaise: {
      info,
      async run({ inputs, sleep }) {
        await sleep(Number(inputs.seconds) / haste)
        throw new PythonError("ValueError", "deliberate failure in a node")
      },
    },
    RecSleep: {
      info,
      async run({ inputs, progress, sleep }) {
        const steps = Number(inputs.steps)
        for (let step = 1; step <= steps; step++) {
          await sleep(Number(inputs.seconds) / steps / haste)
          progress(step, steps)
        }
        return { outputs: [inputs.image] }
      },
    },
  }
}
