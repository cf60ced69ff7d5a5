import { type Check, judged } from "./check.ts"
import { linesOf, sources } from "./sources.ts"

/** Such as `facts["nix-version"]`; of types, `Host["build-on"]`, too. */
const read = /[\w)\]!](?:\?\.)?\["[a-z0-9]+(?:[-.][a-z0-9]+)+"\]/u

/** Where keys are as others have written them, or are to read them. */
const edges: readonly RegExp[] = [
  // Results, as `--json` shows them.
  /^src\/output\/text\//u,
  /^src\/(?:cli\/tasks\/(?:deployment-command|executed|fleet-work|logged|watched)|commands\/plan)\.ts$/u,
  /^src\/upkeep\/moves\.ts$/u,
  // Files of the fleet, and what apps' options are called.
  /^src\/(?:builders\/add|nodes\/node-lock|upkeep\/lock-nodes)\.ts$/u,
  /^src\/doctor\/checks\/app\/device\.ts$/u,
  /^src\/inventory\/(?:complete\.ts$|schema\/)/u,
  // Names that nvidia-smi and HTTP have given.
  /^src\/(?:apps\/request|gpu\/(?:gpu-state|virtual))\.ts$/u,
  /^src\/nix\/cache\/http\/server\.ts$/u,
]

/** Inside it is camelCase: `camelKeys` turns what comes in, at its edge. */
export const kebabKeys: Check = {
  name: "kebab keys",
  async run() {
    const files = (await sources(".ts")).filter(
      (file) =>
        file.startsWith("src/") && !edges.some((edge) => edge.test(file)),
    )
    const found = await Promise.all(files.map(readingIn))
    return judged(found.flat())
  },
}

async function readingIn(file: string): Promise<readonly string[]> {
  const lines = await linesOf(file)
  return lines.flatMap((line, index) =>
    read.test(line)
      ? [`${file}:${index + 1}: kebab-case past the edge; use camelKeys there`]
      : [],
  )
}
