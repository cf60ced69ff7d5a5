import { SdopsCommand } from "../../cli/sdops-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { GalleryWritten } from "../../images/gallery/gallery.ts"

export default class ImageGallery extends SdopsCommand {
  static override readonly description =
    "Writes renders/index.html: one page without scripts that shows each " +
    "rendered picture, where it comes from, and its declaration. Connects to " +
    "nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
  ]
  static override readonly summary = "Write a page of what was rendered"

  static readonly result = async () =>
    (await import("../../images/gallery/gallery.ts")).galleryWritten

  async run(): Promise<GalleryWritten> {
    const { flags } = await this.asked(ImageGallery)
    const { writeGallery } = await import("../../images/gallery/gallery.ts")
    const { galleryText } = await import("../../output/text/image-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops image gallery",
      say: galleryText,
      work: writeGallery,
    })
  }
}
