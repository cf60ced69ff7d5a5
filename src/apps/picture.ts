import { plainPng } from "./plain-png.ts"

/** What is wrong with an image that should prove something. */
export type Flaw =
  | { readonly kind: "black" }
  | { readonly kind: "other"; readonly reason: string }

export type Pixels = {
  readonly channels: number
  readonly data: { readonly [at: number]: number; readonly length: number }
  readonly height: number
  readonly width: number
}

/**
 * Reads a PNG file; undefined when it isn't a sound one of 8 bits, or has more
 * pixels or text than an app is ever asked for.
 */
export async function readPng(
  bytes: Buffer,
): Promise<(Pixels & { text: Record<string, string> }) | undefined> {
  const plain = await plainPng(bytes)
  if (plain === undefined) return undefined
  const { decode } = await import("fast-png")
  try {
    const png = decode(plain, { checkCrc: true })
    return png.depth === 8 && png.channels >= 3 ? png : undefined
  } catch {
    return undefined
  }
}

/** Every pixel must be the colour, give or take 1 a channel. */
export function flawOfColour(
  pixels: Pixels,
  colour: readonly number[],
): Flaw | undefined {
  if (isBlack(pixels)) return { kind: "black" }
  for (let at = 0; at < pixels.width * pixels.height; at++) {
    const found = pixelAt(pixels, at)
    if (found.every((value, on) => Math.abs(value - (colour[on] ?? 0)) <= 1)) {
      continue
    }
    const [x, y] = [at % pixels.width, Math.floor(at / pixels.width)]
    return {
      kind: "other",
      reason:
        `pixel ${x},${y} is ${found.join(" ")} ` +
        `and should be ${colour.join(" ")}`,
    }
  }
  return undefined
}

/** At least one pixel must differ from the first. */
export function flawOfPicture(pixels: Pixels): Flaw | undefined {
  if (isBlack(pixels)) return { kind: "black" }
  const first = pixelAt(pixels, 0)
  for (let at = 1; at < pixels.width * pixels.height; at++) {
    if (pixelAt(pixels, at).some((value, on) => value !== first[on])) {
      return undefined
    }
  }
  return {
    kind: "other",
    reason: `the image is one colour, ${first.join(" ")}`,
  }
}

/** The standard deviation of the brightness, from 0 to 127.5. */
export function contrastOf(pixels: Pixels): number {
  const count = pixels.width * pixels.height
  let [sum, squares] = [0, 0]
  for (let at = 0; at < count; at++) {
    const [red = 0, green = 0, blue = 0] = pixelAt(pixels, at)
    const bright = (red + green + blue) / 3
    sum += bright
    squares += bright * bright
  }
  const mean = sum / count
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean))
  return Math.round(deviation * 10) / 10
}

function isBlack(pixels: Pixels): boolean {
  for (let at = 0; at < pixels.width * pixels.height; at++) {
    if (pixelAt(pixels, at).some((value) => value !== 0)) return false
  }
  return true
}

/** Red, green and blue; an alpha channel doesn't count. */
function pixelAt({ channels, data }: Pixels, at: number): number[] {
  const from = at * channels
  return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0]
}
