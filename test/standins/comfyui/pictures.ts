import { createHash } from "node:crypto"
import type { Picture } from "./png.ts"

/** EmptyImage: one colour, 0xRRGGBB. */
export function plain(width: number, height: number, colour: number): Picture {
  const pixels = new Uint8Array(width * height * 3)
  for (let at = 0; at < pixels.length; at += 3) {
    pixels[at] = (colour >> 16) & 0xff
    pixels[at + 1] = (colour >> 8) & 0xff
    pixels[at + 2] = colour & 0xff
  }
  return { height, pixels, width }
}

/** What a model of random weights makes: noise that depends on the text. */
export function noise(width: number, height: number, from: string): Picture {
  const pixels = new Uint8Array(width * height * 3)
  const digest = createHash("sha256").update(from).digest()
  let state = digest.readUInt32BE(0) | 1
  for (let at = 0; at < pixels.length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    pixels[at] = state & 0xff
  }
  return { height, pixels, width }
}

/** ImageBlur: a Gaussian of `radius`, edges reflected, both ways. */
export function blur(picture: Picture, radius: number, sigma: number): Picture {
  const weights = Array.from({ length: radius * 2 + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * sigma * sigma)),
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const kernel = weights.map((weight) => weight / sum)
  const { width, height } = picture
  const across = convolve(Float32Array.from(picture.pixels), kernel, {
    lines: height,
    lineStep: width * 3,
    size: width,
    step: 3,
  })
  const down = convolve(across, kernel, {
    lines: width,
    lineStep: 3,
    size: height,
    step: width * 3,
  })
  return { height, pixels: Uint8Array.from(down, Math.round), width }
}

type Walk = { lines: number; lineStep: number; size: number; step: number }

function convolve(from: Float32Array, kernel: readonly number[], walk: Walk) {
  const to = new Float32Array(from.length)
  const radius = (kernel.length - 1) / 2
  for (let line = 0; line < walk.lines; line++) {
    for (let at = 0; at < walk.size; at++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = line * walk.lineStep + channel
        const source = (tap: number) =>
          from[start + reflect(at + tap - radius, walk.size) * walk.step] ?? 0
        to[start + at * walk.step] = kernel.reduce(
          (total, weight, tap) => total + source(tap) * weight,
          0,
        )
      }
    }
  }
  return to
}

function reflect(at: number, size: number): number {
  if (size === 1) return 0
  const period = 2 * (size - 1)
  const inside = ((at % period) + period) % period
  return inside < size ? inside : period - inside
}
