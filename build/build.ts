import { existsSync } from "node:fs"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { locked } from "../bin/lock.js"
import { isCurrent, inputHash } from "./inputs.ts"
import { textFiles } from "./text-files.ts"
import { filesUnder, root } from "./tree.ts"

const dist = join(root, "dist")
const manual = join(root, "man", "sdops.1")
/** What builds on hosts run; it goes along with the Nix code that does so. */
const program = join(root, "nix/lib/make-image.mjs")

/**
 * Bundles `src/` into `dist/`: one file per command and one for the entry, so
 * that `--help` loads no command. A bundle and oclif's manifest make a start
 * three times as fast as single files. Does nothing when nothing changed.
 */
await locked(join(root, ".cache", "build.lock"), async () => {
  const hash = await inputHash()
  const whole = [program, manual].every((file) => existsSync(file))
  if ((await isCurrent(dist, hash)) && whole) return
  const next = join(root, ".cache", "dist")
  const last = join(root, ".cache", "dist.last")
  await rm(next, { force: true, recursive: true })
  await bundle(next)
  // Swapped at once, so that a program that starts meanwhile finds one of them.
  await rm(last, { force: true, recursive: true })
  await rename(dist, last).catch(() => undefined)
  await rename(next, dist)
  const { writeManifest } = await import("./manifest.ts")
  await writeManifest(root)
  const { writeHelpPages } = await import("./help-pages.ts")
  writeHelpPages()
  const { manPage } = await import("./reference/man.ts")
  await mkdir(dirname(manual), { recursive: true })
  await writeFile(manual, await manPage(root))
  await bundleProgram()
  await writeFile(join(dist, "inputs"), hash)
  await rm(last, { force: true, recursive: true })
})

async function bundle(folder: string): Promise<void> {
  const commands = await filesUnder("src/commands", ".ts")
  const input = Object.fromEntries(
    commands.map((file) => [
      file.replace(/^src\//u, "").replace(/\.ts$/u, ""),
      join(root, file),
    ]),
  )
  const { build } = await import("rolldown")
  await build({
    cwd: root,
    // ssh2 tries a native add-on and does without.
    external: ["cpu-features", /\.node$/u],
    input: { ...input, run: join(root, "src/cli/run.ts") },
    logLevel: "warn",
    output: {
      chunkFileNames: "chunks/[name]-[hash].js",
      dir: folder,
      entryFileNames: "[name].js",
      format: "esm",
    },
    platform: "node",
    plugins: [textFiles],
  })
}

/** One file, without what it doesn't use. */
async function bundleProgram(): Promise<void> {
  const { build } = await import("rolldown")
  await build({
    cwd: root,
    input: join(root, "src/cli/make-image.ts"),
    logLevel: "warn",
    output: {
      codeSplitting: false,
      file: program,
      format: "esm",
      minify: true,
    },
    platform: "node",
    plugins: [textFiles],
  })
}
