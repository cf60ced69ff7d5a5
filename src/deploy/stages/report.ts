import { saveImage } from "../gate/save-image.ts"
import { gpuFields, gpuLines } from "../outcome/gpu-line.ts"
import { reachable } from "../outcome/reachable.ts"
import type { Stage } from "../stage.ts"

const smi = "/run/current-system/sw/bin/nvidia-smi"
const asked = `--query-gpu=${gpuFields.join(",")} --format=csv,noheader,nounits`

/**
 * Keeps the image here, says where the apps are and shows the driver; changes
 * nothing on the host.
 */
export const report: Stage<
  "evaluation" | "fleet" | "host" | "link" | "verdict",
  "saved",
  "smoke"
> = {
  name: "report",
  title: "Report",
  async run({ evaluation, fleet, host, link, smoke, verdict }, context) {
    const image =
      smoke === undefined ? undefined : await saveImage(fleet, host, smoke)
    const [table, query] =
      host.gpu.vendor === "nvidia"
        ? [await told(smi), await told(`${smi} ${asked}`)]
        : [undefined, undefined]
    const saved = {
      apps: reachable(host, evaluation.host.apps),
      gpus: query === undefined ? [] : gpuLines(query.exit ?? 1, query.stdout),
      image,
      nvidiaSmi: table?.exit === 0 ? table.stdout.trimEnd().split("\n") : [],
    }
    return { adds: { saved }, ends: verdict, text: image ?? "done" }

    // As root, who sees whose processes use the GPU.
    function told(command: string) {
      return link.shell.run({
        deadline: context.limits.probe,
        during: "nvidia-smi",
        script: `exec ${command}\n`,
        variables: {},
      })
    }
  },
}
