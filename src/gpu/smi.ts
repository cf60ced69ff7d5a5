/** One GPU as `nvidia-smi --query-gpu` lists it. */
export type Gpu = Readonly<Record<string, string>>

/** What nvidia-smi answered, or why it did not. */
export type SmiAnswer =
  | { readonly smi: "blocked"; readonly text: string }
  | { readonly smi: "failed"; readonly exit: number; readonly text: string }
  | { readonly smi: "gpus"; readonly gpus: readonly Gpu[] }
  | {
      readonly smi: "mismatch"
      /** The library's version, printed with two of its three parts. */
      readonly library: string | undefined
      readonly text: string
    }
  | { readonly smi: "missing"; readonly text: string }
  | { readonly smi: "no-devices"; readonly text: string }
  | { readonly smi: "no-library"; readonly text: string }

/**
 * Reads `nvidia-smi --query-gpu=FIELDS --format=csv,noheader,nounits`. The
 * table that people look at has changed its shape and is never parsed.
 * Input: the fields asked for, the exit code, stdout and stderr together.
 * Source: recordings of 580.159.04 and a user's of 550.54.14.
 */
export function readSmi(
  fields: readonly string[],
  exit: number,
  output: string,
): SmiAnswer {
  const text = output.trim()
  if (/Driver\/library version mismatch/.test(text)) {
    const library = /NVML library version: ([\d.]+)/.exec(text)?.[1]
    return { smi: "mismatch", library, text }
  }
  if (/couldn't find libnvidia-ml/.test(text))
    return { smi: "no-library", text }
  if (/GPU access blocked/.test(text)) return { smi: "blocked", text }
  if (/No devices were found/.test(text)) return { smi: "no-devices", text }
  if (/couldn't communicate with the NVIDIA driver/.test(text)) {
    return { smi: "no-devices", text }
  }
  if (exit === 127 || exit === 126) return { smi: "missing", text }
  if (exit !== 0) return { smi: "failed", exit, text }
  const gpus = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => gpuOf(fields, line))
  return { smi: "gpus", gpus }
}

/** One line; `[N/A]` and `[Not Supported]` are fields without a value. */
function gpuOf(fields: readonly string[], line: string): Gpu {
  const values = line.split(", ")
  const pairs = fields.map((field, i) => [field, values[i]?.trim() ?? ""])
  return Object.fromEntries(
    pairs.filter(([, value]) => !/^(\[.*\]|N\/A|)$/.test(value ?? "")),
  ) as Gpu
}
