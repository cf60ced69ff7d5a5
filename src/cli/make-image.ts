import { readFileSync, writeFileSync } from "node:fs"
import { SdopsError } from "../errors/sdops-error.ts"
import { imageOrder, makeImage } from "../images/make-image.ts"
import { screenOn } from "../output/screen.ts"
import { sayFailure } from "../output/text/say-failure.ts"

/**
 * The program of nix/lib/mk-image.nix, bundled into one file. In: the file of
 * an order, and where the picture goes.
 */
async function run([order = "", out = ""]: readonly string[]): Promise<void> {
  const { print, theme } = screenOn(process.stderr, { colour: false })
  try {
    const asked = imageOrder.parse(JSON.parse(readFileSync(order, "utf8")))
    print(`sdops: asking ${asked.url} for ${asked.name}`)
    const signal = AbortSignal.timeout(86_400_000)
    writeFileSync(out, await makeImage(asked, signal))
  } catch (error) {
    if (!(error instanceof SdopsError)) throw error
    print(sayFailure(error, theme, 80))
    process.exitCode = 1
  }
}

void run(process.argv.slice(2))
