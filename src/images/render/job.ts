import { createHash } from "node:crypto"
import type { Image } from "../../inventory/images/image.ts"

/** One picture that is wanted. */
export type Job = {
  /** What the declaration says of it; another one is another picture. */
  readonly digest: string
  readonly image: Image
  /** From 1; the file's name. */
  readonly number: number
}

/** Every picture of images, in their order. */
export function jobsOf(images: readonly Image[]): readonly Job[] {
  return images.flatMap((image) => {
    const { count } = image.kind === "picture" ? image.picture : image.workflow
    return Array.from({ length: count }, (_, at) => ({
      digest: digestOf(image, at),
      image,
      number: at + 1,
    }))
  })
}

/** Of what makes the picture; how many others there are makes no difference. */
function digestOf(image: Image, at: number): string {
  const less = { count: 0, expect: {} }
  const said =
    image.kind === "picture"
      ? { ...image.picture, ...less, at }
      : { ...image.workflow, ...less, at, text: image.text }
  const text = JSON.stringify(said, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  )
  return createHash("sha256").update(text).digest("hex")
}

/** Such as `cat 3`. */
export function sayJob({ image, number }: Job): string {
  return `${image.name} ${number}`
}
