/** What `nix-cache-info` of a cache says. */
export type CacheInfo = {
  /** Lower is asked earlier; Nix takes 50 where none is told. */
  readonly priority: number | undefined
  readonly storeDir: string | undefined
  readonly wantMassQuery: boolean
}

/**
 * Parses `nix-cache-info`. Undefined for any other text: a page of HTML, say.
 * Source: nix src/libstore/binary-cache-store.cc.
 */
export function parseCacheInfo(text: string): CacheInfo | undefined {
  const fields = fieldsOf(text)
  if (fields === undefined) return undefined
  const priority = Number(fields.get("Priority"))
  return {
    priority: fields.has("Priority") && priority >= 0 ? priority : undefined,
    storeDir: fields.get("StoreDir"),
    wantMassQuery: fields.get("WantMassQuery") === "1",
  }
}

/** Lines `Name: value`; undefined when one of them is something else. */
export function fieldsOf(text: string): Map<string, string> | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const pairs = lines.flatMap((line) => {
    const [, name = "", value = ""] = /^([A-Za-z]+): ?(.*)$/.exec(line) ?? []
    return name === "" ? [] : [[name, value.trim()] as const]
  })
  const whole = pairs.length === lines.length && lines.length > 0
  return whole ? new Map(pairs) : undefined
}
