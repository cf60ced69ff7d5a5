/**
 * The file that a model's name means among those a server lists: itself, or
 * without its extension, its folder or the case of its letters, where only one
 * is meant. Undefined for none.
 */
export function fileOf(
  written: string,
  files: readonly string[],
): string | undefined {
  if (files.includes(written)) return written
  for (const form of [slashed, bare, stem]) {
    const same = files.filter((file) => form(file) === form(written))
    if (same.length > 1) return undefined
    if (same[0] !== undefined) return same[0]
  }
  // A name may hold a dot and no extension.
  const named = files.filter((file) => stem(file) === bare(written))
  return named.length === 1 ? named[0] : undefined
}

/** Windows writes folders with backslashes. */
function slashed(name: string): string {
  return name.replaceAll("\\", "/").toLowerCase()
}

function bare(name: string): string {
  return slashed(name).replace(/^.*\//u, "")
}

/** The name alone: what models are called in an inventory. */
export function stem(name: string): string {
  return bare(name).replace(
    /\.(?:safetensors|ckpt|pt2?|pth|bin|pkl|sft|gguf)$/u,
    "",
  )
}
