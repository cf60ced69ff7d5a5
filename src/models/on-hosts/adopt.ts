import type { Context } from "../../context.ts"
import { hashModels } from "../../host/models/hash-models.ts"
import { openLink } from "../../host/open-link.ts"
import { editFiles } from "../../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { oneLine } from "../../remote/one-line.ts"
import { findOnCivitaiByHash } from "../civitai/find.ts"
import { commentOn } from "../comment.ts"
import { modelsOf } from "../declared.ts"
import type { ModelEvent } from "../event.ts"
import type { Found } from "../found.ts"
import { extensionOf } from "../name.ts"
import type { Declared, ModelsAdopted } from "../result.ts"
import { type Search, searchFor } from "../search.ts"
import { modelsFolder } from "./verify.ts"

type Left = ModelsAdopted["left"][number]
type Lying = Omit<Left, "because">
type Known = Lying & { readonly found: Found; readonly model: Declared }

/**
 * Declares the files that lie in a host's folders of models, by their hash, in
 * the host's file. Errors: those of `openLink` and of the site; `needsYes` for
 * pickles; those of `editFiles`.
 */
export async function adoptModels(
  fleet: Fleet,
  host: Host,
  { token }: { readonly token: string | undefined },
  context: Context<ModelEvent>,
): Promise<ModelsAdopted> {
  const { name } = host
  const lying = await filesOn(host, context)
  const again = () => `sdops models adopt ${name}`
  const said = { again, token }
  const search = searchFor("civitai.com", fleet.modelSites, said, context)
  const known: Known[] = []
  const left: Left[] = []
  for (const file of lying) {
    const one = await lookUp(file, search)
    if ("because" in one) left.push(one)
    else known.push(one)
  }
  await askAbout(name, known, context)
  await editFiles(
    fleet,
    (now) => {
      const taken = new Set(
        modelsOf(now.hosts.get(name) ?? host).map(({ file }) => file),
      )
      const fresh = known.filter(({ file }) => !taken.has(file))
      return new Map([[`hosts/${name}.yaml`, fresh.map(editFor)]])
    },
    context,
  )
  const adopted = known.map(({ model }) => model)
  return { adopted, "exit-code": 0, host: name, left }
}

/** Files that are declared by nobody. */
async function filesOn(
  host: Host,
  context: Context<ModelEvent>,
): Promise<readonly Lying[]> {
  const link = await openLink(host, context)
  await using _ = link.connection
  const declared = new Set(modelsOf(host).map(({ file }) => file))
  const seen = await hashModels(link.shell, {
    files: [],
    models: modelsFolder(host),
    onHashed: (file) => {
      const text = `hashed ${file}`
      context.emit({ event: "note", host: host.name, text })
    },
    others: true,
  })
  return [...seen].flatMap(([file, { sha256, size = 0 }]) =>
    sha256 === undefined || declared.has(file)
      ? []
      : [{ bytes: size, file, sha256 }],
  )
}

async function lookUp(lying: Lying, search: Search): Promise<Known | Left> {
  const { file, sha256 } = lying
  const [folder = "", base = "", ...deeper] = file.split("/")
  const format = extensionOf(base)
  const name = base.slice(0, -format.length - 1)
  const odd = oneLine(file) !== file || name === "" || format === ""
  if (odd || deeper.length > 0) {
    const because = odd ? "its name is odd" : "it lies in a folder of a folder"
    return { ...lying, because }
  }
  const found = await findOnCivitaiByHash(sha256, search)
  if (found === undefined) {
    return { ...lying, because: `civitai doesn't know its sha256 ${sha256}` }
  }
  const base64 = Buffer.from(sha256, "hex").toString("base64")
  const hash = `sha256-${base64}`
  const model = { file, folder, format, hash, name, url: found.url }
  return { ...lying, found, model }
}

function editFor({ bytes, found, model, sha256 }: Known) {
  const { folder, format, name, url } = model
  return {
    comment: commentOn({ ...found, size: bytes }),
    do: "set",
    path: ["services", "comfyui", "models", folder, name],
    value: { format, sha256, url },
  } as const
}

async function askAbout(
  host: string,
  known: readonly Known[],
  context: Context<ModelEvent>,
): Promise<void> {
  const pickles = known.filter(({ model }) =>
    /^(?:bin|ckpt|pkl|pt2?|pth)$/.test(model.format),
  )
  if (pickles.length === 0) return
  const names = pickles.map(({ file }) => file).join(", ")
  const text = `declare pickles, which run their makers' code: ${names}`
  await context.confirm({ flag: "--allow-pickle", host, text })
}
