import { mkdir, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import type { Graph } from "../../apps/comfyui/graph.ts"
import { rawOf } from "../../exact-json.ts"
import { fail } from "../../errors/fail.ts"
import { createFile } from "../../files/whole-file.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { imageText } from "../../inventory/images/text.ts"
import { strip } from "../../remote/strip.ts"
import { type Matched, matchModel } from "./declared.ts"
import type { Found } from "./found.ts"
import { fromGraph } from "./from-graph.ts"
import { fromParameters } from "./from-parameters.ts"
import { pictureWords } from "./picture-words.ts"
import { readPicture } from "./read-picture.ts"
import type { ImageImported, ImportedModel } from "./result.ts"
import { toldBy } from "./told.ts"
import { schemaTakes, writtenPicture, writtenWorkflow } from "./written.ts"

type Asked = {
  /** The picture's path. */
  readonly file: string
  /** Else the file's. */
  readonly name?: string | undefined
}

/**
 * Declares an image as a picture's file tells it. Nothing but the words of the
 * file is read, and nothing of it is believed. Errors: `pictureRefused`,
 * `imageExists`, `usage` for a name that is none.
 */
export async function importPicture(
  fleet: Fleet,
  asked: Asked,
): Promise<ImageImported> {
  const name = asked.name ?? nameOf(asked.file)
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/u.test(name)) throw badName(name)
  const shown = strip(basename(asked.file))
  const refuse = (why: string, cause?: unknown) =>
    fail("pictureRefused", { file: shown, why: strip(why) }, { cause })
  const words = await pictureWords(await readPicture(asked.file, shown))
  if (words === undefined) throw refuse("it isn't a PNG, WebP or JPEG file")
  const told = toldBy(words)
  if (told.by === "nobody") throw refuse(told.why)
  const found =
    told.by === "comfyui"
      ? fromGraph(told.graph)
      : fromParameters(told.parameters)
  if ("why" in found) throw refuse(found.why)
  const hosts = [...fleet.hosts.values()]
  const matched = found.models.map((model) => matchModel(model, hosts))
  const declared = withFiles(found, told.by === "comfyui" ? [] : matched)
  if (declared.kind === "picture" && !schemaTakes(declared.picture))
    throw refuse("its settings are none that ComfyUI takes")
  const models = matched.map((model) => sayModel(model, hosts))
  const files = await write(fleet, name, declared, [
    `From ${shown}, made with ${told.by}.`,
    ...found.leftOut.map((line) => `Left out: ${line}`),
    ...models.filter(({ match }) => match === "missing").map(sayMissing),
  ])
  return {
    "exit-code": 0,
    files,
    from: told.by,
    kind: declared.kind,
    "left-out": found.leftOut.map(strip),
    models,
    name,
  }
}

/** What another app calls otherwise, by the names that the fleet has. */
function withFiles(found: Found, matched: readonly Matched[]): Found {
  if (found.kind === "workflow") return found
  const fileOf = (folder: string, name: string) =>
    matched.find((one) => one.folder === folder && one.name === name)?.file ??
    name
  const { picture } = found
  return {
    ...found,
    picture: {
      ...picture,
      checkpoint: fileOf("checkpoints", picture.checkpoint),
      loras: picture.loras.map((lora) => ({
        ...lora,
        name: fileOf("loras", lora.name),
      })),
      vae: picture.vae && fileOf("vae", picture.vae),
    },
  }
}

async function write(
  { root }: Fleet,
  name: string,
  found: Found,
  comments: readonly string[],
): Promise<string[]> {
  const [yaml, json] = [`images/${name}.yaml`, `images/${name}.json`]
  const said =
    found.kind === "picture"
      ? writtenPicture(found.picture)
      : writtenWorkflow(`${name}.json`, found.graph)
  const text = await imageText(said, comments)
  const files: [string, string][] =
    found.kind === "picture"
      ? [[yaml, text]]
      : [
          [json, graphText(found.graph)],
          [yaml, text],
        ]
  await mkdir(join(root, "images"), { recursive: true })
  const made: string[] = []
  for (const [file, content] of files) {
    try {
      await createFile(join(root, file), content)
      made.push(file)
    } catch (cause) {
      for (const other of made) await rm(join(root, other), { force: true })
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause
      throw fail("imageExists", { file, name }, { cause })
    }
  }
  return made
}

function graphText(graph: Graph): string {
  return `${JSON.stringify(rawOf(graph), null, 2)}\n`
}

function sayModel(
  { file, folder, hash, hosts, how, name, version }: Matched,
  all: readonly { readonly name: string; readonly services: unknown }[],
): ImportedModel {
  const host = all[0]?.name
  const add =
    how === "missing" && version !== undefined && host !== undefined
      ? `sdops models add ${host} https://civitai.com/api/download/models/${version}`
      : undefined
  return {
    ...(add !== undefined && { add }),
    ...(file !== undefined && { file }),
    folder,
    ...(hash !== undefined && { hash }),
    hosts: [...hosts],
    match: how,
    name: strip(name),
  }
}

function sayMissing({ add, folder, hash, name }: ImportedModel): string {
  const known = hash === undefined ? "" : `, sha256 ${hash}…`
  return `Not declared: ${name} (${folder}${known})${add ? `: ${add}` : ""}`
}

/** A name of the file's own: ComfyUI_00012_.png is comfyui-00012. */
function nameOf(file: string): string {
  return basename(file)
    .toLowerCase()
    .replace(/\.[a-z]+$/u, "")
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 63)
}

function badName(name: string): Error {
  const problem =
    `an image is named by at most 63 of a-z, 0-9 and -; ` +
    `found ${JSON.stringify(name)}`
  return fail("usage", { problem, try: ["sdops image import --help"] })
}
