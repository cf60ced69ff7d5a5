import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { editFiles } from "../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { againLine, type AddWords, requireWords } from "./add-words.ts"
import { commentOn } from "./comment.ts"
import { modelsOf } from "./declared.ts"
import type { ModelEvent } from "./event.ts"
import { examine, type Examined } from "./examine.ts"
import { findModel } from "./find.ts"
import type { Found } from "./found.ts"
import { nameFor } from "./name.ts"
import type { Declared, ModelAdded } from "./result.ts"
import { searchFor } from "./search.ts"
import { targetsOf } from "./target.ts"
import { vramWarning } from "./vram.ts"

/**
 * Looks a model up, looks at the file itself, and declares it in the files of
 * hosts; everything else in them stays to the byte. Errors: those of
 * `findModel` and `examine`; `modelFolder`, `modelDeclared`, `needsYes`,
 * `unknownHost`, `usage`, those of `editFiles`.
 */
export async function addModel(
  fleet: Fleet,
  words: AddWords,
  context: Context<ModelEvent>,
): Promise<ModelAdded> {
  requireWords(words)
  const { hosts } = targetsOf(fleet, words.hosts)
  const again = (url: string) => againLine(words, { url })
  const said = { again, token: words.token }
  const search = searchFor(words.url, fleet.modelSites, said, context)
  const found = await findModel(words.url, search)
  const file = found.fileName
  const seen = await examine(found, search, (done, all) => {
    context.emit({ all, done, event: "progress", file, host: words.hosts })
  })
  const model = declaration(found, seen, words)
  const common = {
    ...(found.baseModel !== undefined && { "base-model": found.baseModel }),
    "exit-code": 0,
    hosts: hosts.map(({ name }) => name),
    ...(found.licence !== undefined && { licence: found.licence }),
    model,
    ...(found.page !== undefined && { page: found.page }),
    ...(seen.pickle !== undefined && { pickle: seen.pickle }),
    sha256: seen.sha256,
    size: seen.size,
    "trained-words": [...found.trainedWords],
  }
  if (undeclaredIn(fleet, model, words).length === 0) {
    return { ...common, changed: false, files: [], warnings: [] }
  }
  await askAbout(found, seen, words, context)
  const value = { format: model.format, url: model.url, sha256: seen.sha256 }
  const comment = commentOn({ ...found, size: seen.size })
  const path = ["services", "comfyui", "models", model.folder, model.name]
  let files: readonly string[] = []
  await editFiles(
    fleet,
    (now) => {
      const wanting = undeclaredIn(now, model, words)
      files = wanting.map((one) => one.file)
      return new Map(
        wanting.map(({ file, prefix }) => {
          const edit = { comment, do: "set", value } as const
          return [file, [{ ...edit, path: [...prefix, ...path] }]]
        }),
      )
    },
    context,
  )
  const size = { ...found, folder: model.folder, size: seen.size }
  const warnings = hosts.flatMap((host) => {
    const off = host.services.comfyui?.enable !== true
    const idle = off ? `${host.name} does not enable ComfyUI` : undefined
    return [vramWarning(size, host), idle].filter((one) => one !== undefined)
  })
  return { ...common, changed: true, files: [...files], warnings }
}

/** The file as the inventory has it. Errors: `modelFolder`. */
function declaration(found: Found, seen: Examined, words: AddWords): Declared {
  const { format, sha256 } = seen
  // What a file holds says more than what its page calls it.
  const folder = words.folder ?? folderOf(found, seen)
  const name = words.name ?? nameFor(seen.fileName, found.title)
  if (folder === undefined) {
    const likely = ["checkpoints", "diffusion_models", "loras", "vae"]
    const tries = likely.map((one) => againLine(words, { folder: one }))
    throw fail("modelFolder", { tries, name: seen.fileName })
  }
  const base64 = Buffer.from(sha256, "hex").toString("base64")
  return {
    file: `${folder}/${name}.${format}`,
    folder,
    format,
    hash: `sha256-${base64}`,
    name,
    url: found.url,
  }
}

function folderOf(found: Found, seen: Examined): string | undefined {
  // A checkpoint without its text encoders or VAE is loaded by other nodes.
  return found.folder === undefined || found.folder === "checkpoints"
    ? (seen.folder ?? found.folder)
    : found.folder
}

/**
 * The files in which the model is to be written. Errors: `modelDeclared` where
 * another file has its name and isn't to give way.
 */
function undeclaredIn(fleet: Fleet, model: Declared, words: AddWords) {
  const { targets } = targetsOf(fleet, words.hosts)
  return targets.filter(({ hosts }) =>
    hosts.some((host) => {
      const same = modelsOf(host).find(
        ({ folder, name }) => folder === model.folder && name === model.name,
      )
      if (same === undefined) return true
      const { file: at, format, hash } = same
      if (hash === model.hash && format === model.format) return false
      if (words.replace) return true
      const again = againLine(words, { name: `${model.name}-2` })
      const details = { again, at, host: host.name, name: model.name }
      throw fail("modelDeclared", details, { host: host.name })
    }),
  )
}

/** Errors: `modelUnfit` for what a virus scan found, `needsYes`. */
async function askAbout(
  found: Found,
  seen: Examined,
  words: AddWords,
  context: Context<ModelEvent>,
): Promise<void> {
  const { pickle } = seen
  const { warning } = found
  if (pickle === undefined && warning === undefined) return
  const what = [
    pickle && `it is a pickle (${pickle}), which runs its maker's code`,
    warning,
  ]
  const why = what.filter(Boolean).join("; ")
  const text = `let ComfyUI load ${seen.fileName}: ${why}`
  await context.confirm({ flag: "--allow-pickle", host: words.hosts, text })
}
