import type { AppContext } from "../../apps/app.ts"
import { ask } from "../../apps/ask.ts"
import { onCpu, systemStats } from "../../apps/comfyui/answers.ts"
import type { AppPlace } from "../../apps/place.ts"
import type { Host } from "../../inventory/host.ts"
import { strip } from "../../remote/strip.ts"
import { type Offers, offersOf } from "../offers.ts"

/** A ComfyUI that renders. */
export type Renderer = {
  readonly declared: Pick<Host, "name" | "services">
  /** Such as `cuda:0 NVIDIA H100`. */
  readonly gpu: string
  readonly host: string
  /** Whether it writes the graph into its files. */
  readonly metadata: boolean
  readonly offers: Offers
  readonly place: AppPlace
  readonly versions: {
    readonly comfyui: string
    readonly python: string
    readonly torch: string
  }
}

/** Asks a server what it is and has. Errors: those of `ask`. */
export async function rendererAt(
  place: AppPlace,
  declared: Renderer["declared"],
  context: AppContext,
): Promise<Renderer> {
  const call = { path: "/system_stats" }
  const stats = await ask("comfyui", place, call, systemStats, context)
  const { argv, comfyui_version, python_version, pytorch_version } =
    stats.system
  const say = (text: string | undefined) => strip(text ?? "unknown")
  return {
    declared,
    gpu: onCpu(stats) ? "cpu" : say(stats.devices[0]?.name),
    host: declared.name,
    metadata: !argv.includes("--disable-metadata"),
    offers: await offersOf(place, context),
    place,
    versions: {
      comfyui: say(comfyui_version),
      python: say(python_version?.split(" ")[0]),
      torch: say(pytorch_version),
    },
  }
}
