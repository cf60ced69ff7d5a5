/** One GPU as `nvidia-smi --query-gpu` lists it. */
export type Gpu = Readonly<Record<string, string>>

/** What nvidia-smi answered, or why it did not. */
export type SmiAnswer =
  | { readonly smi: "blocked"; readonly text: string }
  | { readonly smi: "failed"; readonly exit: number; readonly text: string }
  | {
      readonly smi: "gpus"
      readonly gpus: readonly Gpu[]
      /** What it printed beside the GPUs: warnings, GPUs that are lost. */
      readonly remarks: readonly string[]
    }
  | {
      readonly smi: "mismatch"
      /** The library's version, printed with two of its three parts. */
      readonly library: string | undefined
      readonly text: string
    }
  | { readonly smi: "missing"; readonly text: string }
  | { readonly smi: "no-devices"; readonly text: string }
  | { readonly smi: "no-library"; readonly text: string }

/** What `timeout` says when it had to end nvidia-smi. */
const late = 124

/**
 * Reads `nvidia-smi --query-gpu=FIELDS --format=csv,noheader,nounits`. GPUs
 * that it lists count, whatever its exit code says: 14 is a corrupted infoROM,
 * 15 a lost GPU beside others that work. The table that people look at has
 * changed its shape and is never parsed.
 * Input: the fields asked for, the exit code, stdout and stderr together.
 * Source: recordings of 580.159.04 and a user's of 550.54.14; man nvidia-smi.
 */
export function readSmi(
  fields: readonly string[],
  exit: number,
  output: string,
): SmiAnswer {
  const text = output.trim()
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const rows = lines.filter((line) => isRow(fields, line))
  if (rows.length > 0 && exit !== late) {
    const remarks = lines.filter((line) => !rows.includes(line))
    return { gpus: rows.map((row) => gpuOf(fields, row)), remarks, smi: "gpus" }
  }
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
  return exit === 0 && text === ""
    ? { gpus: [], remarks: [], smi: "gpus" }
    : { exit, smi: "failed", text }
}

/** A row has a value for each field; an index, asked for, is a number. */
function isRow(fields: readonly string[], line: string): boolean {
  const values = line.split(", ")
  if (values.length !== fields.length) return false
  const index = fields.indexOf("index")
  return index === -1 || /^\s*\d+$/.test(values[index] ?? "")
}

/**
 * One line; `[N/A]`, `[Not Supported]` and `[GPU is lost]` are fields without a
 * value.
 */
function gpuOf(fields: readonly string[], line: string): Gpu {
  const values = line.split(", ")
  const pairs = fields.map((field, i) => [field, values[i]?.trim() ?? ""])
  return Object.fromEntries(
    pairs.filter(([, value]) => !/^(\[.*\]|N\/A|)$/.test(value ?? "")),
  ) as Gpu
}
