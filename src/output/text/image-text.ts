import type { GalleryWritten } from "../../images/gallery/gallery.ts"
import type { ImageImported } from "../../images/import/result.ts"
import type {
  ImagesRendered,
  PictureResult,
  RenderEvent,
} from "../../images/render/result.ts"
import { duration } from "../duration.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

/** What `image import` found, and what is left to do. */
export function importedText(
  imported: ImageImported,
  theme: Theme,
  columns: number,
): string {
  const { bad, good, signs, warn } = theme
  const rows = imported.models.map((model) =>
    model.match === "missing"
      ? [bad(signs.bad), model.folder, model.name, sayMissing(model)]
      : [good(signs.good), model.folder, model.name, sayFound(model)],
  )
  const left = imported["left-out"].map((line) => [
    warn(signs.warn),
    "left out",
    line,
  ])
  return [
    `${imported.files.join(" and ")}: as ${imported.from} made it`,
    ...(rows.length > 0 ? [table(rows, { columns, indent: "  " })] : []),
    ...(left.length > 0 ? [table(left, { columns, indent: "  " })] : []),
    `  next: sdops image render ${imported.name}`,
  ].join("\n")
}

type Model = ImageImported["models"][number]

function sayFound({ file = "", hosts, match }: Model): string {
  return `${file} on ${hosts.join(", ")}, by its ${match}`
}

function sayMissing({ add, hash }: Model): string {
  if (add !== undefined) return add
  const known = hash === undefined ? "" : ` (sha256 ${hash}…)`
  return `not declared${known}; sdops models add declares it`
}

/** One line of a picture that has ended, or of a host that was lost. */
export function renderLine(event: RenderEvent): string {
  if (event.event === "host-lost") return `${event.host}  lost: ${event.why}`
  const { done, of, picture } = event
  const { host = "", image, number, outcome, seconds } = picture
  const name = `${image} ${number}`
  const words = [`${done}/${of}`, name, outcome, host, sayTime(seconds)]
  return words.filter((word) => word !== "").join("  ")
}

function sayTime(seconds: number | undefined): string {
  return seconds === undefined ? "" : duration(seconds)
}

/** What became of each picture. */
export function renderedText(
  { locked, lost, pictures }: ImagesRendered,
  theme: Theme,
  columns: number,
): string {
  const { bad, good, signs, warn } = theme
  const sign = (outcome: PictureResult["outcome"]) => {
    if (["different", "failed", "left"].includes(outcome)) return bad(signs.bad)
    return outcome === "wanted" ? warn(signs.warn) : good(signs.good)
  }
  const rows = pictures.map((one) => [
    sign(one.outcome),
    `${one.image} ${one.number}`,
    one.outcome,
    sayPicture(one),
  ])
  const gone = lost.map(({ error, host }) => [
    bad(signs.bad),
    host,
    "lost",
    error.message,
  ])
  const hashed = locked.map(({ file, image }) => [
    good(signs.good),
    image,
    "locked",
    file,
  ])
  return table([...rows, ...hashed, ...gone], { columns })
}

function sayPicture(one: PictureResult): string {
  const { error, file, host, largest, mean, seconds } = one
  if (error !== undefined) return [error.message, ...error.because].join("; ")
  const where = host === undefined ? "" : `on ${host}`
  const apart =
    mean === undefined ? "" : `differs by ${mean}, at most ${largest}`
  const words = [file ?? "", where, sayTime(seconds), apart]
  return words.filter((word) => word !== "").join("  ")
}

export function galleryText({ file, images, pictures }: GalleryWritten) {
  return `${file}: ${pictures} pictures of ${images} images`
}
