import { saveImage } from "../gate/save-image.ts"
import type { Stage } from "../stage.ts"

/** Keeps the image here and shows the driver; changes nothing on the host. */
export const report: Stage<
  "fleet" | "host" | "link" | "verdict",
  "saved",
  "smoke"
> = {
  name: "report",
  title: "Report",
  async run({ fleet, host, link, smoke, verdict }, context) {
    const image =
      smoke === undefined ? undefined : await saveImage(fleet, host, smoke)
    const saved = { image, nvidiaSmi: await nvidiaSmi() }
    return { adds: { saved }, ends: verdict, text: image ?? "done" }

    async function nvidiaSmi(): Promise<readonly string[]> {
      if (host.gpu.vendor !== "nvidia") return []
      // As root, who sees whose processes use the GPU.
      const ran = await link.shell.run({
        deadline: context.limits.probe,
        during: "nvidia-smi",
        script: "exec /run/current-system/sw/bin/nvidia-smi\n",
        variables: {},
      })
      return ran.exit === 0 ? ran.stdout.trimEnd().split("\n") : []
    }
  },
}
