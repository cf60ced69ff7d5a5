import { z } from "zod"
import type { AppContext } from "../apps/app.ts"
import { ask } from "../apps/ask.ts"
import type { AppPlace } from "../apps/place.ts"
import type { Declared } from "../models/result.ts"

/**
 * What ComfyUI lists of a folder by itself; other formats are those of custom
 * nodes, which list them in their own way.
 * Source: supported_pt_extensions of ComfyUI's folder_paths.py.
 */
const own = /\.(?:bin|ckpt|pkl|pt|pt2|pth|safetensors|sft)$/

/**
 * The declared models, by file, that ComfyUI doesn't list for its nodes to
 * load. A folder of which it tells nothing, as of those of custom nodes, is
 * not judged. Errors: none.
 */
export async function unlistedModels(
  declared: readonly Pick<Declared, "file" | "folder">[],
  place: AppPlace,
  context: AppContext,
): Promise<readonly string[]> {
  const judged = declared.filter(({ file }) => own.test(file))
  const folders = Map.groupBy(judged, ({ folder }) => folder)
  const found = [...folders].map(async ([folder, models]) => {
    const call = { path: `/models/${encodeURIComponent(folder)}` }
    try {
      const said = await ask("comfyui", place, call, names, context)
      const listed = new Set(said.map((name) => `${folder}/${name}`))
      return models.flatMap(({ file }) => (listed.has(file) ? [] : [file]))
    } catch {
      return []
    }
  })
  return (await Promise.all(found)).flat()
}

const names = z.array(z.string())
