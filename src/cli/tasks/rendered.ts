import type { RenderInput } from "../../images/render/render.ts"
import type { ImagesRendered, RenderEvent } from "../../images/render/result.ts"
import { renderedText, renderLine } from "../../output/text/image-text.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetWork } from "./fleet-work.ts"

type Flags = GlobalFlags &
  RenderInput & {
    readonly on?: readonly string[] | undefined
    readonly sudoPassword?: string | undefined
  }

/** Renders images of a fleet, a line a picture on stderr as they come. */
export async function rendered(
  names: readonly string[],
  flags: Flags,
): Promise<ImagesRendered> {
  const { loadImages } = await import("../../inventory/images/load.ts")
  const { chosenHosts } = await import("../flags/chosen-hosts.ts")
  const { render } = await import("../../images/render/render.ts")
  return fleetWork<ImagesRendered, RenderEvent>({
    flags,
    recovery: "sdops image render --help",
    say: renderedText,
    tell: renderLine,
    work: async (fleet, context) => {
      const hosts = chosenHosts(fleet, flags.on)
      const images = await loadImages(fleet, names)
      return render(fleet, images, hosts, flags, context)
    },
  })
}
