import { existsSync, lstatSync, readdirSync, statSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { PythonError } from "./python.ts"

/** Where things lie: ComfyUI's `folder_paths`. */
export type Folders = {
  readonly base: string
  readonly output: string
  readonly input: string
  readonly temp: string
  readonly user: string
  readonly kinds: readonly string[]
  /** Sorted relative names; undefined for an unknown kind. */
  list(kind: string): readonly string[] | undefined
  /** The file's path. Errors: FileNotFoundError, also of a dangling link. */
  file(kind: string, name: string): string
}

type Listing = {
  readonly names: readonly string[]
  readonly times: ReadonlyMap<string, number>
}

const weights = ["ckpt", "pt", "pt2", "bin", "pth", "safetensors", "pkl", "sft"]
const kinds: Record<string, readonly string[]> = {
  checkpoints: ["checkpoints"],
  configs: ["configs"],
  loras: ["loras"],
  vae: ["vae"],
  text_encoders: ["text_encoders", "clip"],
  diffusion_models: ["unet", "diffusion_models"],
  clip_vision: ["clip_vision"],
  style_models: ["style_models"],
  embeddings: ["embeddings"],
  diffusers: ["diffusers"],
  vae_approx: ["vae_approx"],
  controlnet: ["controlnet", "t2i_adapter"],
  gligen: ["gligen"],
  upscale_models: ["upscale_models"],
  custom_nodes: [],
  hypernetworks: ["hypernetworks"],
  photomaker: ["photomaker"],
  classifiers: ["classifiers"],
  model_patches: ["model_patches"],
  audio_encoders: ["audio_encoders"],
}

/** Folders below a base, each of which an option may put elsewhere. */
export function makeFolders(
  base: string,
  places: { output?: string; input?: string; temp?: string; user?: string },
): Folders {
  const cache = new Map<string, Listing>()
  const models = join(base, "models")
  const roots = (kind: string) =>
    (kinds[kind] ?? []).map((name) => join(models, name))

  function list(kind: string) {
    if (!(kind in kinds)) return undefined
    const known = cache.get(kind)
    if (known !== undefined && !stale(known, roots(kind))) return known.names
    const fresh = scan(roots(kind), kind === "configs" ? ["yaml"] : weights)
    cache.set(kind, fresh)
    return fresh.names
  }

  return {
    base,
    file(kind, name) {
      for (const root of roots(kind)) {
        const path = join(root, name)
        if (existsSync(path) && statSync(path).isFile()) return path
      }
      throw new PythonError(
        "FileNotFoundError",
        `Model in folder '${kind}' with filename '${name}' not found.`,
      )
    },
    input: resolve(places.input ?? join(base, "input")),
    kinds: Object.keys(kinds),
    list,
    output: resolve(places.output ?? join(base, "output")),
    temp: join(resolve(places.temp ?? base), "temp"),
    user: resolve(places.user ?? join(base, "user")),
  }
}

/** Only the times of known folders are looked at, and getmtime follows links:
 *  a folder whose time does not move keeps its old list.
 *  Errors: FileNotFoundError when a known folder has gone. */
function stale(known: Listing, roots: readonly string[]): boolean {
  const moved = [...known.times].some(
    ([folder, time]) => mtime(folder) !== time,
  )
  return moved || roots.some((root) => isFolder(root) && !known.times.has(root))
}

function scan(roots: readonly string[], extensions: readonly string[]) {
  const names = new Set<string>()
  const times = new Map<string, number>()
  const visit = (root: string, folder: string) => {
    times.set(folder, mtime(folder))
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (isFolder(path)) {
        if (name !== ".git") visit(root, path)
      } else if (extensions.includes(extension(name))) {
        names.add(relative(root, path))
      }
    }
  }
  for (const root of roots) if (isFolder(root)) visit(root, root)
  return { names: [...names].sort(), times }
}

function extension(name: string): string {
  const dot = name.lastIndexOf(".")
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function mtime(path: string): number {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new PythonError(
      "FileNotFoundError",
      `[Errno 2] No such file or directory: '${path}'`,
    )
  }
  return statSync(path).mtimeMs
}
